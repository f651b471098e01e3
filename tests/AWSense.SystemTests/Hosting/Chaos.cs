using System.Globalization;

namespace AWSense.SystemTests.Hosting;

/// <summary>The environment that orders faults.</summary>
internal static class Chaos
{
    public static Dictionary<string, string> Delay(string stage, TimeSpan delay) => new()
    {
        ["AWSENSE_CHAOS"] = "1",
        [$"AWSENSE__Chaos__DelayMs__{stage}"] = delay.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Pictures that kill, and pictures that hang; a hang is noticed after a second.</summary>
    public static Dictionary<string, string> Poison(string kill, string hang) => new()
    {
        ["AWSENSE_CHAOS"] = "1",
        ["AWSENSE__Chaos__Kill__0"] = kill,
        ["AWSENSE__Chaos__Hang__0"] = hang,
        ["AWSENSE__Lease__DecodeTimeout"] = "00:00:01",
    };
}
