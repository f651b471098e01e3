using System.Runtime.InteropServices;

namespace AWSense.Load.Pacing;

/// <summary>Waits for a moment to some ten microseconds, without spinning; timers of the runtime are up to two milliseconds late.</summary>
internal static class PreciseWait
{
    /// <summary>What is left to the operating system's sleep, which blocks the thread; more is waited for by a timer.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until a moment of a run; returns at once when it is past.</summary>
    public static async Task UntilAsync(LoadClock clock, double at, CancellationToken cancellationToken)
    {
        if (TimeSpan.FromSeconds(at - clock.Now) is var left && left > Rest)
        {
            await Task.Delay(left - Rest, TimeProvider.System, cancellationToken);
        }

        // A signal may end a sleep early.
        for (var rest = at - clock.Now; rest > 0; rest = at - clock.Now)
        {
            _ = SleepMicroseconds((uint)Math.Min(Math.Ceiling(rest * 1e6), Rest.TotalMicroseconds));
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SleepMicroseconds(uint microseconds);
}
