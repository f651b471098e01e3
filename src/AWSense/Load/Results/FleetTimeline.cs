using System.Text.Json.Serialization;

namespace AWSense.Load.Results;

/// <summary>The fleet of the service during a run, as <c>/v1/fleet</c> tells it.</summary>
/// <param name="Policy">Name of the scaling policy.</param>
/// <param name="Samples">In order of time; the first before the first request, the last after the last answer.</param>
/// <param name="Decisions">Those of the run, in order of time.</param>
/// <param name="WorkerSeconds">Time that workers ran, booting and draining included: the cost.</param>
internal sealed record FleetTimeline(string Policy, IReadOnlyList<FleetSample> Samples, IReadOnlyList<FleetDecision> Decisions, double WorkerSeconds);

/// <summary>The fleet at one moment.</summary>
/// <param name="AtS">Seconds from the start of the run.</param>
/// <param name="Waiting">Requests that no worker has.</param>
/// <param name="Leased">Requests that workers have.</param>
/// <param name="Redelivered">Requests given to a second worker, since the service started.</param>
internal sealed record FleetSample(double AtS, int Desired, int InService, int Booting, int Draining, long Waiting, long Leased, long Redelivered)
{
    /// <summary>All that run.</summary>
    [JsonIgnore]
    public int Workers => InService + Booting + Draining;
}

/// <summary>A decision that changed the number of workers.</summary>
internal sealed record FleetDecision(long Number, double AtS, int From, int To, string Reason);
