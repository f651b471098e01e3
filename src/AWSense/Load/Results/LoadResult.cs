namespace AWSense.Load.Results;

/// <summary>What came of a run; what <c>--json</c> writes, in snake_case.</summary>
internal sealed record LoadResult
{
    /// <summary>The shape of this record; raised when a reader of an older one would misread it.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What was run, where and when.</summary>
    public required LoadRunInfo Run { get; init; }

    /// <summary>Why it ended: <c>complete</c>, <c>interrupted</c> or <c>total-timeout</c>.</summary>
    public required string End { get; init; }

    /// <summary>Seconds from the start to the last answer.</summary>
    public required double DurationS { get; init; }

    /// <summary>Requests begun.</summary>
    public required long Sent { get; init; }

    /// <summary>Requests answered with a label.</summary>
    public required long Answered { get; init; }

    /// <summary>Requests that failed, those without an answer at the end included.</summary>
    public required long Failed { get; init; }

    /// <summary>Of the failed, those without an answer when the run was ended.</summary>
    public required long Unanswered { get; init; }

    /// <summary>Answers with a label a second, over the whole run.</summary>
    public required double Throughput { get; init; }

    /// <summary>Of answers with a label: from the intended time of sending, where the load is open, to the last byte of the answer.</summary>
    public required LatencySummary Latency { get; init; }

    /// <summary>The same from when the request was really sent; what a generator that waits for answers would show.</summary>
    public required LatencySummary ServiceTime { get; init; }

    /// <summary>How late requests were sent; null for a closed load, which has no times to keep.</summary>
    public LagSummary? Lag { get; init; }

    /// <summary>One entry a second, from the start.</summary>
    public required IReadOnlyList<LoadSecond> Seconds { get; init; }

    /// <summary>Where the time went, as the server tells; empty where it doesn't.</summary>
    public required IReadOnlyList<StageSummary> Stages { get; init; }

    /// <summary>Failures by kind, most frequent first.</summary>
    public required IReadOnlyList<ErrorGroup> Errors { get; init; }

    /// <summary>Answers against the right labels; null where none are known.</summary>
    public AccuracySummary? Accuracy { get; init; }

    /// <summary>Whether every upload got its own answer once, check by check.</summary>
    public required IReadOnlyList<CheckOutcome> Checks { get; init; }

    /// <summary>The fleet over time; null where the server doesn't tell.</summary>
    public FleetTimeline? Fleet { get; init; }

    /// <summary>The first requests one by one, in columns.</summary>
    public required RequestColumns Requests { get; init; }

    /// <summary>What <c>--fail-on</c> asked for, and whether it was met.</summary>
    public IReadOnlyList<RuleOutcome> Rules { get; init; } = [];
}
