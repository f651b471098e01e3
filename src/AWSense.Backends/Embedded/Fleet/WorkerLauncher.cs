using System.Diagnostics;

namespace AWSense.Backends.Embedded.Fleet;

/// <summary>How a worker process is started.</summary>
/// <param name="FileName">The program.</param>
/// <param name="Arguments">Its arguments; <c>--worker-id</c> and the worker's name are put behind them.</param>
/// <param name="Environment">Variables that it gets besides those of this process.</param>
public sealed record WorkerLauncher(
    string FileName,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Starts a worker. Its output goes where this process's goes.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program can't be started.</exception>
    public Process Start(string workerId)
    {
        var start = new ProcessStartInfo(FileName) { UseShellExecute = false };
        foreach (var argument in Arguments.Concat(["--worker-id", workerId]))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{FileName} did not start.");
    }
}
