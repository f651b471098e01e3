using AWSense.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Fleet;

/// <summary>The last 15 minutes of queue and fleet: looked at by one loop, kept in memory of one size, shared by all who look on. Thread-safe.</summary>
/// <remarks>It begins anew with the process. What can't be read leaves a gap rather than a zero.</remarks>
internal sealed partial class FleetHistory(
    SharedFleet fleet, LatencyWindow latencies, IOptions<WebOptions> options, TimeProvider time, ILogger<FleetHistory> logger) : BackgroundService
{
    /// <summary>How far it goes back.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    /// <summary>The most samples that are kept.</summary>
    public const int SamplesMax = 900;

    private readonly Lock gate = new();
    private readonly Queue<FleetSample> samples = new(SamplesMax);
    private TaskCompletionSource next = NewSignal();
    private FleetMoment? before;
    private DateTimeOffset beforeAt;
    private bool failing;

    /// <summary>The last look that went well; null before the first.</summary>
    public FleetMoment? Latest { get; private set; }

    /// <summary>The last sample, of a look that went well or not; null before the first.</summary>
    public FleetSample? Last { get; private set; }

    /// <summary>What was seen, oldest first.</summary>
    public IReadOnlyList<FleetSample> Samples()
    {
        lock (gate)
        {
            return [.. samples];
        }
    }

    /// <summary>Ends with the first look after this call.</summary>
    public Task NextAsync()
    {
        lock (gate)
        {
            return next.Task;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Turns.RunAsync(TurnAsync, options.Value.FleetPace, TurnFailed, time, stoppingToken);

    private async Task TurnAsync(CancellationToken stoppingToken)
    {
        var moment = await fleet.ReadAsync().WaitAsync(stoppingToken);
        var now = time.GetUtcNow();
        var body = moment.Body;
        Latest = moment;
        Add(new(now)
        {
            Waiting = body.Backlog.Interactive.Waiting + body.Backlog.Bulk.Waiting,
            Leased = body.Backlog.Interactive.Leased + body.Backlog.Bulk.Leased,
            ArrivalsPerSecond = RateOf(before?.Body.Sent, body.Sent, now),
            CompletionsPerSecond = RateOf(before?.Body.Completed, body.Completed, now),
            Latency = latencies.Turn(),
            Desired = body.Desired,
            InService = body.InService,
            Booting = body.Booting,
            Draining = body.Draining,
        });
        (before, beforeAt, failing) = (moment, now, false);
        Tell();
    }

    private void TurnFailed(Exception exception, int failures)
    {
        // Told once, not every second: the controller and readiness tell the same.
        if (!failing)
        {
            LogUnreadable(exception);
        }

        (before, failing) = (null, true);
        Add(new(time.GetUtcNow()) { Latency = latencies.Turn() });
        Tell();
    }

    // Counts begin anew when whoever counts does.
    private double? RateOf(long? then, long now, DateTimeOffset at) =>
        then is { } known && now >= known && at > beforeAt ? Math.Round((now - known) / (at - beforeAt).TotalSeconds, 2) : null;

    private void Add(FleetSample sample)
    {
        lock (gate)
        {
            samples.Enqueue(sample);
            Last = sample;
            while (samples.Count > SamplesMax || samples.Peek().At < sample.At - Length)
            {
                samples.Dequeue();
            }
        }
    }

    private void Tell()
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            (waiting, next) = (next, NewSignal());
        }

        waiting.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Warning, Message = "Queue and fleet can't be read; their history has a gap until they can.")]
    private partial void LogUnreadable(Exception exception);
}
