using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AWSense.Backends.Embedded.Fleet;

/// <summary>One child process of the fleet.</summary>
internal sealed partial class WorkerProcess(string id, Process process, DateTimeOffset startedAt) : IDisposable
{
    private const int Sigterm = 15;

    /// <summary>The worker's name.</summary>
    public string Id { get; } = id;

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>Its process id.</summary>
    public int ProcessId { get; } = process.Id;

    /// <summary>Whether it was asked to end.</summary>
    public bool Draining { get; private set; }

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code; 128 and the signal's number when a signal ended it.</returns>
    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Asks it to end: it finishes the picture it is at and hands the others back.</summary>
    public void Drain()
    {
        Draining = true;
        if (!process.HasExited)
        {
            _ = Kill(ProcessId, Sigterm); // It may just have ended by itself, which is what is wanted.
        }
    }

    /// <summary>Ends it at once; its leases return when its connection breaks.</summary>
    public void Kill()
    {
        Draining = true;
        process.Kill();
    }

    public void Dispose() => process.Dispose();

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
