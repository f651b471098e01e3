using System.Diagnostics;
using System.Globalization;

namespace AWSense.SystemTests.Hosting;

/// <summary>Looks at processes of this machine through /proc.</summary>
internal static class Processes
{
    /// <summary>Direct children of a process that are still running.</summary>
    public static IReadOnlyList<int> ChildrenOf(int processId) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == processId),
    ];

    /// <summary>Whether a process runs; one that ended and was not reaped doesn't.</summary>
    public static bool IsRunning(int processId) => Stat(processId) is { } stat && stat[0] != "Z";

    public static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    public static void Signal(int processId, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{processId}"]);
        kill.WaitForExit();
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long ResidentBytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(text => text.StartsWith("VmRSS", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>Open file descriptors.</summary>
    public static int Handles(int processId) => Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length;

    /// <summary>Whether it has the kernel tell it what changes in folders.</summary>
    public static bool WatchesFolders(int processId) => Directory.GetFileSystemEntries($"/proc/{processId}/fd")
        .Any(descriptor => new FileInfo(descriptor).LinkTarget?.Contains("inotify", StringComparison.Ordinal) == true);

    /// <summary>Numbers of the scheduling policies that its threads have.</summary>
    public static IReadOnlySet<string> SchedulingPolicies(int processId) => Directory.GetDirectories($"/proc/{processId}/task")
        .Select(thread => Fields(Path.Combine(thread, "stat")))
        .OfType<string[]>() // the others have just ended
        .Select(fields => fields[38]) // field 41 of proc_pid_stat(5)
        .ToHashSet(StringComparer.Ordinal);

    private static int ParentOf(int processId) =>
        Stat(processId) is { } stat && stat[0] != "Z" ? int.Parse(stat[1], CultureInfo.InvariantCulture) : 0;

    // The fields after the name, which is in brackets and may hold blanks: state, parent, …
    private static string[]? Stat(int processId) => Fields($"/proc/{processId}/stat");

    private static string[]? Fields(string stat)
    {
        try
        {
            var text = File.ReadAllText(stat);
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
