using AWSense.Load.Results;

namespace AWSense.Load.Output;

/// <summary>Tells a result on the terminal.</summary>
internal static class LoadSummary
{
    public static void Print(LoadResult result)
    {
        foreach (var line in Lines(result))
        {
            Console.WriteLine(line);
        }
    }

    private static IEnumerable<string> Lines(LoadResult result) =>
    [
        .. Counts(result),
        .. Times(result),
        .. Fleet(result.Fleet),
        .. Accuracy(result.Accuracy),
        .. result.Errors.SelectMany(Error),
        .. Checks(result.Checks),
        .. result.Rules.Select(Rule),
    ];

    private static IEnumerable<string> Counts(LoadResult result)
    {
        var end = result.End switch
        {
            "interrupted" => ", interrupted",
            "total-timeout" => ", ended by its total time-out",
            _ => "",
        };
        yield return Text($"{result.Run.Load} · {result.Run.Protocol} · {result.Run.Url}{end}");
        yield return Text($"{result.Sent:N0} sent · {result.Answered:N0} answered · {result.Failed:N0} failed · {result.DurationS:0.00} s · {result.Throughput:0.0} answers/s");
    }

    private static IEnumerable<string> Times(LoadResult result)
    {
        var latency = result.Latency;
        yield return Text($"latency: p50 {Ms(latency.P50Ms)} · p90 {Ms(latency.P90Ms)} · p95 {Ms(latency.P95Ms)} · p99 {Ms(latency.P99Ms)} · max {Ms(latency.MaxMs)}{(result.Run.Open ? ", from the intended time" : "")}");
        if (result.Lag is { } lag)
        {
            yield return lag.Behind
                ? Text($"FELL BEHIND: requests were sent late, by {Ms(lag.P50Ms)} in the median, {Ms(lag.P99Ms)} at p99, {Ms(lag.MaxMs)} at most. The latency holds that; the server was asked at a lower rate than planned.")
                : Text($"sent on time: late by {Ms(lag.P50Ms)} in the median, {Ms(lag.P99Ms)} at p99");
        }

        if (result.Stages.Count > 0)
        {
            yield return $"where the time went, on average: {string.Join(" · ", result.Stages.Where(stage => stage.Stage != "total").Select(stage => $"{stage.Stage} {Ms(stage.MeanMs)}"))}";
        }
    }

    private static IEnumerable<string> Fleet(FleetTimeline? fleet)
    {
        if (fleet is not null)
        {
            var sizes = fleet.Samples.Select(sample => sample.InService).ToList();
            yield return Text($"fleet ({fleet.Policy}): {sizes[0]} workers at first, {sizes.Max()} at most, {sizes[^1]} at last · {fleet.WorkerSeconds:0.0} worker-seconds · {fleet.Decisions.Count} decisions · backlog of at most {fleet.Samples.Max(sample => sample.Waiting + sample.Leased)}");
        }
    }

    private static IEnumerable<string> Accuracy(AccuracySummary? accuracy)
    {
        if (accuracy is null)
        {
            yield break;
        }

        yield return Text($"accuracy: {accuracy.Correct:N0} of {accuracy.Compared:N0} right ({accuracy.Share:0.000})");
        foreach (var wrong in accuracy.Wrong)
        {
            yield return $"  {wrong.File}: {wrong.Answered}, not {wrong.Expected}";
        }
    }

    private static IEnumerable<string> Error(ErrorGroup group)
    {
        yield return Text($"failed, {group.Count:N0} times: {group.Type} ({group.Title})");
        foreach (var example in group.Examples)
        {
            yield return Text($"  request {example.Request} after {example.AtS:0.000} s, {example.File}{(example.Id is { } id ? $", job {id}" : "")}: {example.Detail}");
        }
    }

    private static IEnumerable<string> Checks(IReadOnlyList<CheckOutcome> checks)
    {
        foreach (var check in checks.Where(check => !check.Passed))
        {
            yield return Text($"CHECK FAILED, {check.Violations:N0} times: {check.Meaning} ({check.Name})");
            foreach (var example in check.Examples)
            {
                yield return $"  {example}";
            }
        }

        if (checks.Where(check => check.Passed).ToList() is { Count: > 0 } passed)
        {
            yield return $"checked: {string.Join("; ", passed.Select(check => check.Meaning))}";
        }
    }

    private static string Rule(RuleOutcome rule) =>
        Text($"rule {rule.Rule}: {(rule.Failed ? "FAILED" : "kept")}, {(rule.Value is { } value ? $"measured {value:0.####}" : "nothing was measured")}");

    private static string Ms(double milliseconds) => Text($"{milliseconds:0.##} ms");

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
