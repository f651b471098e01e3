using System.Runtime.InteropServices;

namespace AWSense.Worker;

/// <summary>Ends this process at once, without finalizers and exit handlers: a thread that hangs in native code would block those.</summary>
/// <param name="exit">What ends it; tests put in another.</param>
public sealed partial class ProcessEnd(Action<int> exit)
{
    /// <summary>Exit code after a decode or an inference that did not end.</summary>
    public const int Hung = 70;

    /// <summary>Exit code after the broker was lost.</summary>
    public const int BrokerLost = 69;

    /// <summary>Exit code after a broken invariant.</summary>
    public const int InvariantBroken = 71;

    /// <summary>Exit code of a worker that had to go before its work was done.</summary>
    public const int DrainOverdue = 72;

    /// <summary>Ends the process for real.</summary>
    public static ProcessEnd Native { get; } = new(ExitNow);

    /// <summary>Ends the process with that exit code.</summary>
    public void Now(int exitCode) => exit(exitCode);

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int exitCode);
}
