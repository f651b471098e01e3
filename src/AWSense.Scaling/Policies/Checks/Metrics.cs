using System.Text.RegularExpressions;
using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies.Files;

namespace AWSense.Scaling.Policies.Checks;

/// <summary>What an alarm reads, and how often.</summary>
internal static partial class Metrics
{
    private static readonly TimeSpan DayMax = TimeSpan.FromDays(1);

    /// <summary>Checks the expression of a metric and the length of its periods.</summary>
    public static void Check(string path, string metric, TimeSpan period, Findings findings, Func<string, string?> findMetricProblem)
    {
        if (findMetricProblem(metric) is { } problem)
        {
            findings.Error($"{path}.metric", $"'{metric}' can't be computed: {problem}", $"The metrics are {string.Join(", ", MetricNames.Base.Concat(MetricNames.Derived.Keys))}.");
        }

        if (!IsPeriod(period))
        {
            findings.Error($"{path}.period", $"period is {Durations.Tell(period)}", "CloudWatch has periods of 10s, 20s, 30s and multiples of 60s.");
        }
    }

    /// <summary>Checks how many periods are looked at.</summary>
    public static void Count(string path, string name, int periods, TimeSpan period, Findings findings)
    {
        findings.Within($"{path}.{name}", periods, 1, int.MaxValue, "An alarm looks at one period at least.");
        if (periods >= 1 && IsPeriod(period) && periods > DayMax / period)
        {
            findings.Error($"{path}.{name}", $"{periods} periods of {Durations.Tell(period)} are more than a day", "CloudWatch refuses such an alarm.", $"{path}.period");
        }
    }

    /// <summary>Warns when a metric that takes workers away doesn't see the busy ones.</summary>
    public static void WaitingOnly(string path, string metric, Findings findings)
    {
        var names = NamesIn(metric);
        if (names.Overlaps([MetricNames.Visible, MetricNames.BacklogPerInstance])
            && !names.Overlaps([MetricNames.InFlight, MetricNames.Outstanding, MetricNames.OutstandingPerInstance]))
        {
            WarnOfWaitingOnly($"{path}.metric", findings);
        }
    }

    public static void WarnOfWaitingOnly(string path, Findings findings) => findings.Warn(
        path,
        "this counts waiting requests only",
        "With the queue empty it is 0 however busy the workers are, so that they are given up in the middle of their work. Count outstanding requests, which are waiting or in flight.");

    /// <summary>Warns when nothing would start the first worker.</summary>
    public static void NoneInService(string path, string metric, FleetSettings fleet, Findings findings)
    {
        var names = NamesIn(metric);
        var dividesByNone = names.Overlaps([MetricNames.BacklogPerInstance, MetricNames.OutstandingPerInstance]) || DividesByWorkers().IsMatch(metric);
        if (fleet.Min == 0 && dividesByNone)
        {
            findings.Warn($"{path}.metric", "this has no value while no worker is in service", "With fleet.min 0 nothing ever starts the first one. Divide by MAX(1, inService), or keep a worker.", "fleet.min");
        }
    }

    /// <summary>Whether a metric falls when there are more workers.</summary>
    public static bool FallsWithCapacity(string metric) =>
        NamesIn(metric).Overlaps([MetricNames.BacklogPerInstance, MetricNames.OutstandingPerInstance, MetricNames.InService]);

    private static HashSet<string> NamesIn(string metric) => [.. Name().Matches(metric).Select(match => match.Value)];

    private static bool IsPeriod(TimeSpan period) =>
        period.Ticks > 0 && (period.TotalSeconds is 10 or 20 or 30 || period.Ticks % TimeSpan.TicksPerMinute == 0);

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Name();

    [GeneratedRegex(@"/\s*inService\b")]
    private static partial Regex DividesByWorkers();
}
