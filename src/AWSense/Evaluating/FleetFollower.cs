using System.Net.Http.Json;
using System.Text.Json;
using AWSense.Load.Results;
using AWSense.Reporting;
using AWSense.Web.Fleet;

namespace AWSense.Evaluating;

/// <summary>Looks at the fleet of a running service ten times a second, and writes down what it sees.</summary>
internal sealed class FleetFollower(Uri address, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient http = new() { BaseAddress = address };
    private readonly List<(DateTimeOffset At, FleetBody Body)> looks = [];
    private readonly Dictionary<long, DecisionBody> decisions = [];
    private readonly Dictionary<string, WorkerBody> workers = new(StringComparer.Ordinal);

    /// <summary>The last look; null before the first.</summary>
    public FleetBody? Latest => looks.Count > 0 ? looks[^1].Body : null;

    /// <summary>When the fleet was last seen to have more than one worker; null when it never was.</summary>
    public DateTimeOffset? GrownAt { get; private set; }

    /// <summary>Looks once.</summary>
    public async Task<FleetBody> LookAsync(CancellationToken cancellationToken)
    {
        var body = await http.GetFromJsonAsync<FleetBody>("/v1/fleet", Json, cancellationToken)
            ?? throw new InvalidDataException("The service says nothing of its fleet.");
        var now = time.GetUtcNow();
        looks.Add((now, body));
        GrownAt = body is { Desired: 1, InService: 1, Booting: 0, Draining: 0 } ? GrownAt : now;
        foreach (var decision in body.Decisions)
        {
            decisions[decision.Number] = decision;
        }

        foreach (var worker in body.Workers)
        {
            // One that is about to be gone says nothing any more: what it said before counts, and so does what it did before it was told to end.
            if (worker.State != "draining" || !workers.TryGetValue(worker.WorkerId, out var before))
            {
                workers[worker.WorkerId] = worker;
            }
            else if (worker.ProcessId is not null)
            {
                workers[worker.WorkerId] = worker with { State = before.State };
            }
        }

        return body;
    }

    /// <summary>Looks until a condition holds, which is asked after every look.</summary>
    public async Task FollowAsync(Func<bool> enough, CancellationToken cancellationToken)
    {
        do
        {
            await LookAsync(cancellationToken);
            await Task.Delay(Pace, time, cancellationToken);
        }
        while (!enough());
    }

    /// <summary>What was seen, in seconds after a moment.</summary>
    public FleetTrace Trace(DateTimeOffset began) => new(
        [.. looks.Select(look => Sample((look.At - began).TotalSeconds, look.Body))],
        [.. decisions.Values.OrderBy(decision => decision.Number).Select(decision => new FleetDecision(decision.Number, (decision.At - began).TotalSeconds, decision.From, decision.To, decision.Reason))]);

    /// <summary>Every worker there was, as it was seen last.</summary>
    public IReadOnlyCollection<WorkerBody> Workers => workers.Values;

    /// <summary>Workers that were busy when they were seen last, and are gone.</summary>
    public int GoneBusy => workers.Values.Count(worker => worker.State == "busy" && Latest!.Workers.All(there => there.WorkerId != worker.WorkerId));

    public void Dispose() => http.Dispose();

    private static FleetSample Sample(double at, FleetBody body) => new(
        at,
        body.Desired,
        body.InService,
        body.Booting,
        body.Draining,
        body.Backlog.Interactive.Waiting + body.Backlog.Bulk.Waiting,
        body.Backlog.Interactive.Leased + body.Backlog.Bulk.Leased,
        body.Redelivered);
}
