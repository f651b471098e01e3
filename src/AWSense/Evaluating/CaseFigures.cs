using AWSense.Reporting;

namespace AWSense.Evaluating;

/// <summary>What came of a case, live or simulated, measured by the same rules. Times are seconds after the first upload.</summary>
internal sealed record CaseFigures
{
    /// <summary>Until the last answer.</summary>
    public required double Makespan { get; init; }

    /// <summary>Median of the time from upload to answer.</summary>
    public required double P50 { get; init; }

    /// <summary>The 95th percentile of it.</summary>
    public required double P95 { get; init; }

    /// <summary>Uploads that got a label.</summary>
    public required int Answered { get; init; }

    /// <summary>Workers ordered.</summary>
    public required int Launches { get; init; }

    /// <summary>Workers that were ended while they had a request.</summary>
    public required int BusyKilled { get; init; }

    /// <summary>Requests that were given to a second worker since the first one lost them.</summary>
    public required long Redeliveries { get; init; }

    /// <summary>Fleet, backlog and decisions.</summary>
    public required FleetTrace Trace { get; init; }

    /// <summary>Until all answers are there and one worker is left.</summary>
    public double Rest => Math.Max(Makespan, Trace.BackToOne ?? 0);

    /// <summary>Running time of all workers until <see cref="Rest"/>, in seconds.</summary>
    public double WorkerSeconds => Trace.WorkerSeconds(0, Rest);

    /// <summary>That of the workers beyond the one that is always there: what the policy has added to the bill, over however long a time.</summary>
    public double ExtraWorkerSeconds => WorkerSeconds - Rest;
}
