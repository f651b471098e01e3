using System.Globalization;

namespace AWSense.Vision.Tests.Decoding;

/// <summary>The most memory this process has had at once, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Makes today's memory the peak (proc(5): writing 5 to <c>clear_refs</c>).</summary>
    /// <returns>Bytes.</returns>
    internal static long Reset()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read();
    }

    /// <returns>Bytes.</returns>
    internal static long Read()
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }
}
