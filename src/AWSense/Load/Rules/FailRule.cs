using System.Globalization;
using AWSense.Load.Results;

namespace AWSense.Load.Rules;

/// <summary>A rule by which a run fails, such as <c>errors&gt;0</c>, <c>p95&gt;500ms</c> or <c>accuracy&lt;0.7</c>.</summary>
internal sealed class FailRule
{
    private static readonly (string Sign, Func<double, double, bool> Holds)[] Signs =
    [
        (">=", (value, limit) => value >= limit),
        ("<=", (value, limit) => value <= limit),
        (">", (value, limit) => value > limit),
        ("<", (value, limit) => value < limit),
    ];

    private static readonly (string Unit, double Ms)[] TimeUnits = [("us", 0.001), ("ms", 1), ("s", 1000), ("m", 60_000)];

    private static readonly Dictionary<string, Metric> Metrics = new(StringComparer.Ordinal)
    {
        ["errors"] = new(result => result.Failed),
        ["error-rate"] = new(result => result.Sent > 0 ? (double)result.Failed / result.Sent : null),
        ["violations"] = new(result => result.Checks.Sum(check => check.Violations)),
        ["accuracy"] = new(result => result.Accuracy is { Compared: > 0 } accuracy ? accuracy.Share : null),
        ["throughput"] = new(result => result.Throughput),
        ["mean"] = Latency(latency => latency.MeanMs),
        ["p50"] = Latency(latency => latency.P50Ms),
        ["p75"] = Latency(latency => latency.P75Ms),
        ["p90"] = Latency(latency => latency.P90Ms),
        ["p95"] = Latency(latency => latency.P95Ms),
        ["p99"] = Latency(latency => latency.P99Ms),
        ["p999"] = Latency(latency => latency.P999Ms),
        ["max"] = Latency(latency => latency.MaxMs),
        ["lag"] = new(result => result.Lag?.P99Ms, IsTime: true),
    };

    private readonly string text;
    private readonly Metric metric;
    private readonly Func<double, double, bool> holds;
    private readonly double limit;

    private FailRule(string text, Metric metric, Func<double, double, bool> holds, double limit) =>
        (this.text, this.metric, this.holds, this.limit) = (text, metric, holds, limit);

    /// <summary>Whether the rule needs the right labels.</summary>
    public bool NeedsLabels => metric == Metrics["accuracy"];

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong, and what a rule looks like.</exception>
    public static FailRule Parse(string text)
    {
        var (at, sign) = Signs
            .Select(sign => (At: text.IndexOf(sign.Sign, StringComparison.Ordinal), Sign: sign))
            .Where(found => found.At >= 0)
            .OrderBy(found => found.At)
            .ThenByDescending(found => found.Sign.Sign.Length)
            .FirstOrDefault((-1, default));
        if (at < 0)
        {
            throw Error(text, "it has none of > >= < <=");
        }

        var name = text[..at].Trim();
        if (!Metrics.TryGetValue(name, out var metric))
        {
            throw Error(text, $"'{name}' isn't measured. Measured are {string.Join(", ", Metrics.Keys)}");
        }

        var limit = text[(at + sign.Sign.Length)..].Trim();
        return ParseLimit(limit, metric.IsTime) is { } value
            ? new(text, metric, sign.Holds, value)
            : throw Error(text, metric.IsTime ? $"'{limit}' is no time, such as 500ms or 2s" : $"'{limit}' is no number");
    }

    /// <summary>Judges a run. What couldn't be measured fails, since nothing speaks for it.</summary>
    public RuleOutcome Judge(LoadResult result)
    {
        var value = metric.Read(result);
        return new(text, value, value is not { } known || holds(known, limit));
    }

    private static double? ParseLimit(string text, bool isTime)
    {
        foreach (var (unit, factor) in isTime ? TimeUnits : [("", 1)])
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && double.IsFinite(number)) // "NaN" is parsed in any style
            {
                return number * factor;
            }
        }

        return null;
    }

    private static Metric Latency(Func<LatencySummary, double> read) =>
        new(result => result.Latency.Count > 0 ? read(result.Latency) : null, IsTime: true);

    private static FormatException Error(string text, string what) =>
        new($"--fail-on '{text}': {what}. A rule is a measure, a sign and a limit: 'errors>0', 'p95>500ms', 'accuracy<0.7'.");

    /// <summary>What a rule can be about.</summary>
    /// <param name="Read">Its value, times in milliseconds; null where it wasn't measured.</param>
    /// <param name="IsTime">Whether limits are times.</param>
    private sealed record Metric(Func<LoadResult, double?> Read, bool IsTime = false);
}
