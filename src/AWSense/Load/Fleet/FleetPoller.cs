using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AWSense.Load.Planning;
using AWSense.Load.Results;
using AWSense.Web.Fleet;

namespace AWSense.Load.Fleet;

/// <summary>Looks at the fleet of the service while a run goes on.</summary>
internal sealed class FleetPoller : IDisposable
{
    private const int SamplesMax = 200_000; // a day at the default pace; later ones aren't kept
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient http;
    private readonly TimeSpan pace;
    private readonly List<FleetSample> samples = [];
    private readonly List<FleetDecision> decisions = [];
    private string policy = "";
    private long lastDecision;
    private volatile int workers;

    private FleetPoller(HttpClient http, TimeSpan pace) => (this.http, this.pace) = (http, pace);

    /// <summary>Workers in service when last seen.</summary>
    public int Workers => workers;

    /// <summary>Looks once, before the run.</summary>
    /// <returns>Null when the server doesn't tell of a fleet, or isn't to be asked.</returns>
    public static async Task<FleetPoller?> OpenAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        if (plan.FleetPace <= TimeSpan.Zero)
        {
            return null;
        }

        var http = new HttpClient { BaseAddress = new(plan.Url, "/"), Timeout = Patience };
        http.DefaultRequestHeaders.Authorization = plan.ApiKey is null ? null : new AuthenticationHeaderValue("Bearer", plan.ApiKey);
        var poller = new FleetPoller(http, plan.FleetPace);
        if (await poller.AskAsync(cancellationToken) is not { } fleet)
        {
            poller.Dispose();
            return null;
        }

        poller.policy = fleet.Policy;
        poller.lastDecision = fleet.Decisions.Select(decision => decision.Number).DefaultIfEmpty(0).Max();
        poller.Add(fleet, 0);
        return poller;
    }

    /// <summary>Looks again and again until it is told to end. A look that fails leaves a gap.</summary>
    public async Task WatchAsync(LoadClock clock, CancellationToken end)
    {
        using var timer = new PeriodicTimer(pace);
        try
        {
            while (await timer.WaitForNextTickAsync(end))
            {
                await LookAsync(clock, end);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    /// <summary>Looks once.</summary>
    public async Task LookAsync(LoadClock clock, CancellationToken cancellationToken)
    {
        if (await AskAsync(cancellationToken) is not { } fleet)
        {
            return;
        }

        foreach (var decision in fleet.Decisions.Where(decision => decision.Number > lastDecision).Reverse())
        {
            decisions.Add(new(decision.Number, Math.Round((decision.At - clock.StartedAt).TotalSeconds, 3), decision.From, decision.To, decision.Reason));
            lastDecision = decision.Number;
        }

        Add(fleet, clock.Now);
    }

    public FleetTimeline Summarize()
    {
        var seconds = samples.Zip(samples.Skip(1), (one, next) => (next.AtS - one.AtS) * (one.InService + one.Booting + one.Draining)).Sum();
        return new(policy, samples, decisions, Math.Round(seconds, 3));
    }

    public void Dispose() => http.Dispose();

    private void Add(FleetBody fleet, double at)
    {
        workers = fleet.InService;
        if (samples.Count < SamplesMax)
        {
            var (waiting, leased) = (fleet.Backlog.Interactive.Waiting + fleet.Backlog.Bulk.Waiting, fleet.Backlog.Interactive.Leased + fleet.Backlog.Bulk.Leased);
            samples.Add(new(Math.Round(at, 3), fleet.Desired, fleet.InService, fleet.Booting, fleet.Draining, waiting, leased, fleet.Redelivered));
        }
    }

    /// <returns>Null when there is no answer, or none that tells of a fleet.</returns>
    private async Task<FleetBody?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetFromJsonAsync<FleetBody>("/v1/fleet", Json, cancellationToken) is { Policy: not null, Backlog: not null, Decisions: not null } fleet ? fleet : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // it took too long
        }
    }
}
