using AWSense.Backends.Embedded.Broker;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Removes what the archive no longer keeps: objects and jobs that are too old, the oldest over the size, and pictures whose request was never accepted.</summary>
/// <remarks>A picture whose request hasn't ended is never removed.</remarks>
internal sealed partial class Retention(
    FileObjectStore archive,
    NamedFiles named,
    EmbeddedBroker broker,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<Retention> logger) : BackgroundService
{
    private const int JobsPerTurn = 10_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WriteMax = TimeSpan.FromMinutes(5);

    private RequestId lastSwept;

    // What isn't removed today is tomorrow.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Turns.RunAsync(
        token => Task.Run(() => TurnAsync(token), token), Pace, (exception, _) => LogTurnFailed(exception), time, stoppingToken);

    /// <summary>Looks over the archive once.</summary>
    internal async Task TurnAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        archive.SweepTemporary(now - WriteMax);
        var removed = await RemoveAsync(ObjectKind.Input, now, cancellationToken);
        removed += await RemoveAsync(ObjectKind.Result, now, cancellationToken);
        removed += await RemoveOldAsync(
            [ObjectKind.Batch, ObjectKind.BatchUpload, ObjectKind.BatchCancellation, ObjectKind.DeadLetterMark], now, cancellationToken);
        removed += named.Sweep(now - options.Value.AgeMax);
        removed += archive.Sweep(ObjectKind.Answer, now - options.Value.AgeMax);
        removed += archive.Sweep(ObjectKind.IdempotencyKey, now - RetentionOptions.IdempotencyKeyAge);
        var jobs = await broker.EmbeddedJobs.RemoveEndedAsync(RequestId.LowerBound(now - options.Value.AgeMax), JobsPerTurn);
        if (removed + jobs > 0)
        {
            LogRemoved(removed, jobs);
        }
    }

    private async Task<int> RemoveAsync(ObjectKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var surplus = await BytesAsync(cancellationToken) - options.Value.BytesMax;
        var removed = 0;
        await foreach (var entry in archive.ListAsync(kind, cancellationToken))
        {
            var age = now - entry.Key.Id.CreatedAt;
            if (age <= options.Value.AgeMax && surplus <= 0 && (kind == ObjectKind.Result || age <= options.Value.UnacceptedAgeMax))
            {
                break; // all others are younger
            }

            if (await MayGoAsync(entry.Key, age, surplus))
            {
                await archive.DeleteAsync(entry.Key, cancellationToken);
                surplus -= entry.Bytes;
                removed++;
            }
        }

        return removed;
    }

    // The small objects go by age alone: what they are about has been removed by then.
    private async Task<int> RemoveOldAsync(IReadOnlyList<ObjectKind> kinds, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var kind in kinds)
        {
            await foreach (var entry in archive.ListAsync(kind, cancellationToken))
            {
                if (now - entry.Key.Id.CreatedAt <= options.Value.AgeMax)
                {
                    break; // all others are younger
                }

                await archive.DeleteAsync(entry.Key, cancellationToken);
                removed++;
            }
        }

        return removed;
    }

    private async Task<bool> MayGoAsync(ObjectKey key, TimeSpan age, long surplus)
    {
        var mustGo = age > options.Value.AgeMax || surplus > 0;
        if (!mustGo && key.Id.CreatedAt <= lastSwept.CreatedAt)
        {
            return false; // it was looked at before, and has its request
        }

        var job = await broker.Jobs.FindAsync(key.Id, CancellationToken.None);
        if (job is not null && !mustGo)
        {
            lastSwept = key.Id;
        }

        // A young picture without a job is about to be accepted.
        return job is null
            ? key.Kind == ObjectKind.Result || age > options.Value.UnacceptedAgeMax || age > options.Value.AgeMax
            : mustGo && job.State.IsFinal();
    }

    private async Task<long> BytesAsync(CancellationToken cancellationToken)
    {
        var bytes = 0L;
        foreach (var kind in Enum.GetValues<ObjectKind>())
        {
            await foreach (var entry in archive.ListAsync(kind, cancellationToken))
            {
                bytes += entry.Bytes;
            }
        }

        return bytes;
    }

    [LoggerMessage(EventId = 4201, Level = LogLevel.Information, Message = "The archive gave up {Objects} objects and {Jobs} job records.")]
    private partial void LogRemoved(int objects, int jobs);

    [LoggerMessage(EventId = 4202, Level = LogLevel.Warning, Message = "The archive could not be looked over; the next turn tries again.")]
    private partial void LogTurnFailed(Exception exception);
}
