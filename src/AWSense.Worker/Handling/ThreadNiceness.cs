using System.Runtime.InteropServices;

namespace AWSense.Worker.Handling;

/// <summary>How much of the processor a thread leaves to others.</summary>
internal static partial class ThreadNiceness
{
    /// <summary>Against one thread of niceness 0 it has 137 of 1,161 parts of a core (the kernel's <c>sched_prio_to_weight</c>), so a tenth at least.</summary>
    public const int Bulk = 9;

    private const int Process = 0; // PRIO_PROCESS: to the kernel each thread is one

    /// <summary>Lets the current thread give way to others that want the processor. It can't be taken back, since only root may lower a niceness.</summary>
    /// <remarks><see cref="Thread.Priority"/> does nothing on Linux. Where the system refuses, the thread is as any other.</remarks>
    public static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(Process, who: 0, Bulk);
        }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int niceness);
}
