using AWSense.Core;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Fleet;
using AWSense.Web.Metrics;
using AWSense.Web.Problems;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Replies;

/// <summary>Hands replies to those who wait for them. One that nobody waits for is counted and dropped; its result is in the archive.</summary>
internal sealed partial class ReplyRouter(
    IResponseQueue responses, WebMetrics metrics, LatencyWindow latencies, IOptions<LimitOptions> limits, TimeProvider time, ILogger<ReplyRouter> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<RequestId, Entry> waiting = [];
    private IResponseInbox? inbox;
    private volatile bool receiving;

    /// <summary>What requests name as their <c>reply_to</c>.</summary>
    public string Address => inbox?.Address ?? throw new BackendUnavailableException("The response queue isn't open yet.");

    /// <summary>Whether the last look for replies went well.</summary>
    public bool IsReceiving => receiving;

    /// <summary>How many requests somebody waits for.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Begins to wait for a request's reply; to be called before the request is sent.</summary>
    /// <exception cref="ProblemException">Too many wait already.</exception>
    public Waiter Register(RequestId id)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(id, out var entry))
            {
                entry = waiting.Count < limits.Value.WaitersMax
                    ? new()
                    : throw new ProblemException(ProblemKinds.TooBusy, $"{waiting.Count:N0} clients wait for an answer already.");
                waiting.Add(id, entry);
            }

            entry.Users++;
            return new(entry.Reply.Task, () => Leave(id, entry));
        }
    }

    /// <summary>Tells those who wait for a request; returns false when nobody does.</summary>
    public bool Tell(ClassificationReply reply)
    {
        Entry? entry;
        lock (gate)
        {
            entry = waiting.GetValueOrDefault(reply.Result.Id);
        }

        return entry?.Reply.TrySetResult(reply) == true;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        inbox = await responses.OpenAsync(cancellationToken);
        receiving = true;
        metrics.Observe(() => Count);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (inbox is not null)
        {
            await inbox.DisposeAsync();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var replies = await inbox!.ReceiveAsync(QueueLimits.WaitMax, stoppingToken);
                receiving = true;
                var now = time.GetUtcNow();
                foreach (var reply in replies)
                {
                    latencies.Add(now - reply.Result.AcceptedAt);
                    if (!Tell(reply))
                    {
                        metrics.CountDroppedReply();
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not InvariantException)
            {
                // Loop boundary: replies wait in their queue until the next turn.
                receiving = false;
                LogTurnFailed(exception);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Leave(RequestId id, Entry entry)
    {
        lock (gate)
        {
            if (--entry.Users == 0)
            {
                waiting.Remove(id);
            }
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Warning, Message = "Replies could not be received; next turn in a second.")]
    private partial void LogTurnFailed(Exception exception);

    private sealed class Entry
    {
        // Whoever hears the reply goes on with the thread that brought it, up to the response on its way: waking another costs a picture some fifty microseconds.
        public TaskCompletionSource<ClassificationReply> Reply { get; } = new();

        public int Users { get; set; }
    }
}
