using System.Globalization;

namespace AWSense.Scaling.Simulation;

/// <summary>Times as people write them: <c>30ms</c>, <c>75s</c>, <c>10m</c>, <c>4h</c>.</summary>
public static class SimulatedTime
{
    private static readonly (string Unit, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>Reads one; false unless it is a number, not below 0, with one of the units.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan time)
    {
        time = default;
        foreach (var (unit, seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * seconds < TimeSpan.MaxValue.TotalSeconds / 2)
            {
                time = TimeSpan.FromSeconds(number * seconds);
                return true;
            }
        }

        return false;
    }
}
