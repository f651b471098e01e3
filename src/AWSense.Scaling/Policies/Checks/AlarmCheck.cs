using AWSense.Scaling.Policies.Telling;

namespace AWSense.Scaling.Policies.Checks;

/// <summary>Checks one alarm with its adjustments.</summary>
internal static class AlarmCheck
{
    public static void Run(string path, AlarmRule alarm, Findings findings, Func<string, string?> findMetricProblem)
    {
        Metrics.Check(path, alarm.Metric, alarm.Period, findings, findMetricProblem);
        Metrics.Count(path, "evaluationPeriods", alarm.EvaluationPeriods, alarm.Period, findings);
        var datapoints = alarm.DatapointsToAlarm ?? 1;
        findings.Within($"{path}.datapointsToAlarm", datapoints, 1, int.MaxValue, "The alarm would be raised by nothing.");
        if (datapoints > alarm.EvaluationPeriods && alarm.EvaluationPeriods >= 1)
        {
            findings.Error(
                $"{path}.datapointsToAlarm",
                $"datapointsToAlarm ({datapoints}) is above evaluationPeriods ({alarm.EvaluationPeriods})",
                "The alarm could never be raised.",
                $"{path}.evaluationPeriods");
        }

        if (!double.IsFinite(alarm.Threshold))
        {
            findings.Error($"{path}.threshold", "threshold isn't a number", "Nothing can be compared with it.");
        }

        Magnitude(path, alarm, findings);
        Ranges(path, alarm, findings);
    }

    private static void Magnitude(string path, AlarmRule alarm, Findings findings)
    {
        findings.Within($"{path}.minMagnitude", alarm.MinMagnitude ?? 1, 1, int.MaxValue, "Leave it out, or write null, for no bound.");
        if (alarm.MinMagnitude is not null && alarm.Type != AdjustmentType.PercentChangeInCapacity)
        {
            findings.Warn($"{path}.minMagnitude", "minMagnitude counts for PercentChangeInCapacity only", "Here it changes nothing.", $"{path}.type");
        }
    }

    /// <summary>From the threshold to the far end, each range begins where the one before ends.</summary>
    private static void Ranges(string path, AlarmRule alarm, Findings findings)
    {
        path = $"{path}.adjustments";
        if (alarm.Adjustments.Count == 0)
        {
            findings.Error(path, "there are no adjustments", "The alarm would change nothing.");
            return;
        }

        // Below a threshold all is mirrored, so that both sides run outwards from 0.
        var isAbove = alarm.Comparison is Comparison.GreaterThan or Comparison.GreaterThanOrEqual;
        var ranges = alarm.Adjustments.Select((adjustment, index) => isAbove
            ? new Range($"{path}[{index}]", adjustment.Lower, adjustment.Upper, adjustment.Change)
            : new Range($"{path}[{index}]", -adjustment.Upper, -adjustment.Lower, adjustment.Change)).ToList();
        var comparison = $"{path[..^"adjustments".Length]}comparison";
        foreach (var range in ranges)
        {
            Bounds(range, isAbove, alarm.Type, comparison, findings);
        }

        if (ranges.All(range => range.IsSound))
        {
            Chain(path, [.. ranges.OrderBy(range => range.Near)], isAbove, comparison, findings);
        }
    }

    private static void Bounds(Range range, bool isAbove, AdjustmentType type, string comparison, Findings findings)
    {
        var (near, side) = isAbove ? ("lower", "above") : ("upper", "below");
        if (range.Near is null)
        {
            findings.Error($"{range.Path}.{near}", $"'{near}' has no bound", $"The alarm is raised {side} its threshold only; write {near}: 0 for the range next to it.", comparison);
        }
        else if (range.Near < 0)
        {
            findings.Error(
                $"{range.Path}.{near}",
                $"the range is on the wrong side of the threshold: the alarm is raised {side} it",
                "While it is raised the metric is never there. Bounds are relative to the threshold.",
                comparison);
        }
        else if (range.Far <= range.Near)
        {
            findings.Error(range.Path, "the range is empty: its upper bound isn't above its lower one", "Its change would never be made.", comparison);
        }

        if (!double.IsFinite(range.Change) || (type == AdjustmentType.ExactCapacity && range.Change < 0))
        {
            findings.Error($"{range.Path}.change", $"change is {Phrases.Number(range.Change)}", "There is no such fleet.");
        }
    }

    private static void Chain(string path, List<Range> ranges, bool isAbove, string comparison, Findings findings)
    {
        string At(double distance) => Phrases.Number(isAbove ? distance : -distance);
        double? end = 0;
        foreach (var range in ranges)
        {
            if (end is null || range.Near < end)
            {
                findings.Error(range.Path, $"the range overlaps another one at {At(range.Near!.Value)}", "Two changes would hold there.", path, comparison);
            }
            else if (range.Near > end)
            {
                findings.Error(range.Path, $"no range reaches from {At(end.Value)} to {At(range.Near.Value)}", "Nothing would be done there; write a change of 0 if that is meant.", path, comparison);
            }

            end = range.Far;
        }

        if (end is { } last)
        {
            var far = isAbove ? "upper" : "lower";
            findings.Error(ranges[^1].Path, $"no range reaches beyond {At(last)}", $"The worst case would change nothing; leave out '{far}' of the last range, or write null.", path, comparison);
        }
    }

    /// <param name="Near">Distance of its near end from the threshold; null is unbounded.</param>
    /// <param name="Far">Distance of its far end from the threshold; null is unbounded.</param>
    private sealed record Range(string Path, double? Near, double? Far, double Change)
    {
        public bool IsSound => Near >= 0 && !(Far <= Near);
    }
}
