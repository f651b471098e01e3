using System.Globalization;
using AWSense.Scaling.Policies.Files;

namespace AWSense.Scaling.Policies.Telling;

/// <summary>Figures in sentences.</summary>
internal static class Phrases
{
    public static string Time(TimeSpan duration) => Durations.Tell(duration);

    public static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    public static string Percent(double share) => $"{Number(share * 100)} %";

    public static string Workers(double count) => Math.Abs(count) == 1 ? $"{Number(count)} worker" : $"{Number(count)} workers";

    public static string Periods(int count) => count == 1 ? "1 period" : $"{Number(count)} periods";

    public static string Signed(double value) => value > 0 ? $"+{Number(value)}" : Number(value);
}
