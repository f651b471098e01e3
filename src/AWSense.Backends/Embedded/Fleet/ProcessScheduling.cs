using System.Globalization;
using System.Runtime.InteropServices;

namespace AWSense.Backends.Embedded.Fleet;

/// <summary>How the kernel shares the processor among the threads of a service.</summary>
public static partial class ProcessScheduling
{
    private const int Batch = 3; // SCHED_BATCH

    /// <summary>Makes the threads of this process, and the processes that it starts, wait for a free core or the end of a time slice: none interrupts another as it wakes.</summary>
    /// <remarks>
    /// Beside inferences the web tier and the broker wake for some microseconds, many times a picture. Each time that breaks into a computation costs both
    /// their caches. Where a core is free nothing waits (sched(7), SCHED_BATCH). Where the system refuses, or isn't Linux, all stays as it is.
    /// </remarks>
    public static void InterruptNothing()
    {
        if (OperatingSystem.IsLinux())
        {
            foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
            {
                var parameter = 0; // the priority, which only real-time policies have
                _ = SetScheduler(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), Batch, ref parameter);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int thread, int policy, ref int parameter);
}
