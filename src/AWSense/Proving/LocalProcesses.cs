using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AWSense.Proving;

/// <summary>Looks at processes of this machine through <c>/proc</c>, and sends them signals.</summary>
internal static class LocalProcesses
{
    public const int Sigcont = 18;
    public const int Sigkill = 9;
    public const int Sigstop = 19;
    public const int Sigterm = 15;

    /// <summary>Whether a process runs; one that has ended and was not reaped doesn't.</summary>
    public static bool IsRunning(int processId) => Stat(processId) is { } stat && stat[0] != "Z";

    /// <summary>Workers of a service: its children that run <c>awsense work</c>.</summary>
    public static IReadOnlyList<int> WorkersOf(int serviceId) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && Stat(id) is [not "Z", var parent, ..] && parent == serviceId.ToString(CultureInfo.InvariantCulture) && IsWorker(id))
            .Order(),
    ];

    /// <summary>Sends a signal.</summary>
    /// <returns>False when there is no such process.</returns>
    public static bool Signal(int processId, int signal) => processId > 1 && Kill(processId, signal) == 0;

    /// <summary>Resident memory in bytes and open file descriptors; null when the process is gone.</summary>
    public static (long Bytes, int Handles)? Usage(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return (process.WorkingSet64, Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsWorker(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Split('\0').Contains("work", StringComparer.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // gone since it was listed
        }
    }

    // The fields after the name, which is in brackets and may hold blanks: state, parent, …
    private static string[]? Stat(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
