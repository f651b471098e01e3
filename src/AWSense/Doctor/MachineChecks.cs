using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using AWSense.Core.Diagnosis;
using AWSense.Core.Limits;

namespace AWSense.Doctor;

/// <summary>What the machine is: cores, instructions, memory, file handles, clock.</summary>
internal static class MachineChecks
{
    private const long WorkerBytes = 150L << 20; // as README tells: up to 147 MB under load
    private const long ServiceBytes = 250L << 20;
    private const int SpareHandles = 1000;
    private const string LimitsFile = "/proc/self/limits";

    public static IEnumerable<Check> All(LimitOptions limits) =>
    [
        Check.Of("cores", "See whether the container or the machine has a processor for this.", () => Cores(Environment.ProcessorCount)),
        Check.Of("instructions", "Use a processor with AVX2 (x64) or Advanced SIMD (arm64).", () => Instructions(RuntimeInformation.ProcessArchitecture, Avx2.IsSupported, AdvSimd.IsSupported)),
        Check.Of("memory", "Give the machine or the container more memory.", () => Memory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Environment.ProcessorCount)),
        Check.Of("file handles", "Raise the limit: ulimit -n, or LimitNOFILE of the unit.", () => Handles(ReadHandlesMax(), limits.WaitersMax)),
        Check.Of("clock", "Set the clock, and keep it right with NTP.", () => Clock(TimeProvider.System.GetUtcNow(), File.GetLastWriteTimeUtc(Path.Combine(AppContext.BaseDirectory, "awsense.dll")))),
    ];

    internal static Finding Cores(int cores) => cores > 1
        ? Finding.Ok($"{cores} cores")
        : Finding.Warn("One core: web tier and worker share it.", "Two cores or more answer sooner under load.");

    internal static Finding Instructions(Architecture architecture, bool avx2, bool simd) => architecture switch
    {
        Architecture.X64 when avx2 => Finding.Ok("x64 with AVX2"),
        Architecture.Arm64 when simd => Finding.Ok("arm64 with Advanced SIMD"),
        Architecture.X64 or Architecture.Arm64 => Finding.Warn(
            $"{architecture} without AVX2 or Advanced SIMD: pictures take several times as long.", "Use a newer processor, or pass the host's through to the virtual machine."),
        _ => Finding.Fail($"{architecture} isn't supported.", "Use x64 or arm64; the models' runtime comes for these."),
    };

    internal static Finding Memory(long bytes, int workers)
    {
        var wanted = ServiceBytes + (workers * WorkerBytes);
        return bytes >= wanted ? Finding.Ok($"{Mib(bytes)} for up to {workers} workers")
            : bytes >= ServiceBytes + WorkerBytes ? Finding.Warn($"{Mib(bytes)}; {workers} workers and the service want {Mib(wanted)}.", "Add memory, or bound the fleet with --max-workers.")
            : Finding.Fail($"{Mib(bytes)}; one worker and the service want {Mib(ServiceBytes + WorkerBytes)}.", "Add memory, or raise the container's limit.");
    }

    /// <param name="handles">How many files a process may have open; null where nobody says.</param>
    internal static Finding Handles(long? handles, int waiters) => handles switch
    {
        null => Finding.Ok("no limit is known"),
        { } known when known >= waiters + SpareHandles => Finding.Ok(known == long.MaxValue ? "unlimited" : $"{known}"),
        { } known when known >= SpareHandles => Finding.Warn(
            $"{known}; Limits:WaitersMax lets {waiters} clients wait, a connection each.", $"Raise the limit to {waiters + SpareHandles} (ulimit -n, or LimitNOFILE of the unit), or lower Limits:WaitersMax."),
        { } known => Finding.Fail($"{known}; the service needs {SpareHandles} before the first client.", $"Raise the limit: ulimit -n {waiters + SpareHandles}, or LimitNOFILE of the unit."),
    };

    internal static Finding Clock(DateTimeOffset now, DateTimeOffset built) => now >= built
        ? Finding.Ok(now.ToString("u", CultureInfo.InvariantCulture))
        : Finding.Fail($"It is {now:u}, before this program was built ({built:u}).", "Set the clock, and keep it right with NTP: ids, deadlines and the retention of the archive follow it.");

    private static long? ReadHandlesMax()
    {
        if (!File.Exists(LimitsFile))
        {
            return null;
        }

        // "Max open files            1024                 524288               files"; the runtime has raised the first to the second.
        var line = File.ReadLines(LimitsFile).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var soft = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3);
        return soft == "unlimited" ? long.MaxValue : long.TryParse(soft, CultureInfo.InvariantCulture, out var known) ? known : null;
    }

    private static string Mib(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB");
}
