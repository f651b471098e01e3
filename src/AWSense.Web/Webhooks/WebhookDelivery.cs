using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using AWSense.Core;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Web.Jobs;
using AWSense.Web.Metrics;
using AWSense.Web.Replies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Webhooks;

/// <summary>What the deliveries are made of.</summary>
internal sealed record WebhookSources(WebhookStore Store, Settlement Settlement, IJobStore Jobs, OverdueJobs Overdue, ReplyRouter Router);

/// <summary>Delivers webhooks: at least once, at growing intervals, and into dead letters when that doesn't help.</summary>
/// <remarks>
/// All it needs to know stands in the archive, so it goes on where a dead process has stopped. Of several web instances the one that took
/// the job in delivers; the others wait a little longer, and then take over. Two at once deliver twice under one <c>webhook-id</c>.
/// </remarks>
internal sealed partial class WebhookDelivery(
    WebhookSources sources,
    WebhookSender sender,
    WebMetrics metrics,
    IOptions<WebhookOptions> options,
    TimeProvider time,
    ILogger<WebhookDelivery> logger) : BackgroundService
{
    private const double JitterShare = 0.2;

    // Much longer than accepting a job takes.
    private static readonly TimeSpan UnacceptedAgeMax = TimeSpan.FromHours(1);

    private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(10);

    private readonly Random random = new();
    private readonly Lock gate = new();

    // When to look at each again; who isn't here is looked at with the next turn.
    private readonly ConcurrentDictionary<RequestId, DateTimeOffset> nextLook = new();
    private readonly Channel<RequestId> due = Channel.CreateBounded<RequestId>(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Secrets.Count == 0)
        {
            return;
        }

        var deliverers = Enumerable.Range(0, options.Value.ConcurrentMax).Select(_ => DeliverAsync(stoppingToken)).ToList();
        var turns = Turns.RunAsync(TurnAsync, options.Value.Pace, (exception, _) => LogTurnFailed(exception), time, stoppingToken);
        await await Task.WhenAny([turns, .. deliverers]); // a deliverer ends first only by a broken invariant
        due.Writer.Complete();
        await Task.WhenAll(deliverers);
    }

    private async Task TurnAsync(CancellationToken stoppingToken)
    {
        var owed = await sources.Store.OwedAsync(stoppingToken);
        foreach (var id in nextLook.Keys.Except(owed))
        {
            nextLook.TryRemove(id, out _);
        }

        var now = time.GetUtcNow();
        foreach (var id in owed.Where(id => nextLook.GetValueOrDefault(id) <= now))
        {
            nextLook[id] = DateTimeOffset.MaxValue; // in hand, until it is looked at
            await due.Writer.WriteAsync(id, stoppingToken);
        }
    }

    private async Task DeliverAsync(CancellationToken stoppingToken)
    {
        await foreach (var id in due.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                nextLook[id] = await LookAtAsync(id, stoppingToken);
            }
            catch (Exception exception) when (exception is not InvariantException)
            {
                // Loop boundary: what couldn't be looked at now is looked at again.
                nextLook[id] = time.GetUtcNow() + LookMax;
                if (!stoppingToken.IsCancellationRequested)
                {
                    LogTurnFailed(exception);
                }
            }
        }
    }

    // Tells when to look again.
    private async Task<DateTimeOffset> LookAtAsync(RequestId id, CancellationToken stoppingToken)
    {
        stoppingToken.ThrowIfCancellationRequested();
        var now = time.GetUtcNow();
        if (await sources.Store.FindAsync(id, stoppingToken) is not { } record)
        {
            return now;
        }

        if (await sources.Settlement.FindAsync(id, stoppingToken) is not { } result)
        {
            return await WithoutResultAsync(record, now, stoppingToken);
        }

        var dueAt = record.Owner == sources.Router.Address
            ? record.NextAttemptAt ?? now
            : (record.NextAttemptAt ?? result.FinishedAt) + options.Value.TakeoverAfter;
        if (dueAt > now)
        {
            return dueAt;
        }

        await TryAsync(record, result, stoppingToken);
        return now;
    }

    // The job may yet be recorded, and may long be at work; the longer it has been, the less often it is looked at.
    private async Task<DateTimeOffset> WithoutResultAsync(WebhookRecord record, DateTimeOffset now, CancellationToken stoppingToken)
    {
        var age = now - record.Id.CreatedAt;
        if (age > UnacceptedAgeMax)
        {
            if (await sources.Jobs.FindAsync(record.Id, stoppingToken) is { } job)
            {
                await sources.Overdue.EndWhenOverdueAsync(job); // one whose message was never sent has no other end
            }
            else
            {
                await sources.Store.RemoveAsync(record.Id); // its client was told that the job wasn't accepted
            }
        }

        return now + TimeSpan.FromTicks(Math.Min(LookMax.Ticks, Math.Max(0, age.Ticks) / 8));
    }

    private async Task TryAsync(WebhookRecord record, ClassificationResult result, CancellationToken stoppingToken)
    {
        if (await sources.Jobs.FindAsync(record.Id, stoppingToken) is not { } job)
        {
            await GiveUpAsync(record with { LastError = "The job is no longer kept." });
            return;
        }

        var data = new WebhookEvent($"job.{result.State.ToWireName()}", result.FinishedAt, JobBody.Of(job, result, null));
        var attempt = await sender.SendAsync(
            record.Url, record.Id.ToString(), JsonSerializer.SerializeToUtf8Bytes(data, WebJson.Default.WebhookEvent), stoppingToken);
        if (attempt.Error is null)
        {
            metrics.CountWebhook("delivered");
            await sources.Store.RemoveAsync(record.Id);
            return;
        }

        var now = time.GetUtcNow();
        var tried = record with
        {
            Owner = sources.Router.Address,
            Attempts = record.Attempts + 1,
            FirstAttemptAt = record.FirstAttemptAt ?? now,
            NextAttemptAt = now + DelayAfter(record.Attempts + 1),
            LastError = attempt.Error,
        };
        metrics.CountWebhook("failed");
        if (attempt.IsFinal || tried.NextAttemptAt > tried.FirstAttemptAt + options.Value.GiveUpAfter)
        {
            await GiveUpAsync(tried with { NextAttemptAt = null });
            return;
        }

        await sources.Store.PutAsync(tried);
    }

    private TimeSpan DelayAfter(int failures)
    {
        lock (gate)
        {
            var delay = new Backoff(options.Value.RetryFirst, options.Value.RetryMax).After(failures);
            return delay * (1 - JitterShare + (2 * JitterShare * random.NextDouble()));
        }
    }

    private async Task GiveUpAsync(WebhookRecord record)
    {
        metrics.CountWebhook("dead-lettered");
        LogGivenUp(record.Id.Value, record.Attempts, record.LastError!);
        await sources.Store.GiveUpAsync(record);
    }

    [LoggerMessage(EventId = 1601, Level = LogLevel.Warning, Message = "The webhook of job {JobId} was given up after {Attempts} tries: {Reason}")]
    private partial void LogGivenUp(Guid jobId, int attempts, string reason);

    [LoggerMessage(EventId = 1602, Level = LogLevel.Warning, Message = "Webhooks could not be looked at; the next turn tries again.")]
    private partial void LogTurnFailed(Exception exception);
}
