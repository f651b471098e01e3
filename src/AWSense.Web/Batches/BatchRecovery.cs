using AWSense.Core;
using AWSense.Core.Requests;
using AWSense.Web.Problems;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Batches;

/// <summary>Ends uploads whose reader is gone: sends the messages that its entries lack, and writes down that the upload was cut.</summary>
/// <remarks>Any web instance may do it, and two at once do no harm.</remarks>
internal sealed partial class BatchRecovery(
    BatchStore store,
    BatchEntries entries,
    BatchUploads uploads,
    BatchAcceptance acceptance,
    BatchCancelling cancelling,
    IOptions<BatchOptions> options,
    TimeProvider time,
    ILogger<BatchRecovery> logger) : BackgroundService
{
    // What can't be sent in one turn is sent in a later one; its mark stands until then.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Turns.RunAsync(TurnAsync, options.Value.Heartbeat, (exception, _) => LogTurnFailed(exception), time, stoppingToken);

    private async Task TurnAsync(CancellationToken stoppingToken)
    {
        foreach (var id in await store.MarkedAsync(stoppingToken))
        {
            await LookAtAsync(id, stoppingToken);
        }
    }

    private async Task LookAtAsync(RequestId id, CancellationToken stoppingToken)
    {
        if (uploads.IsOpen(id) || await store.FindMarkAsync(id, stoppingToken) is not { } mark || time.GetUtcNow() - mark.At < options.Value.SilenceMax)
        {
            return;
        }

        if (await store.FindAsync(id, stoppingToken) is { } batch)
        {
            var accepted = mark.Sent;
            await foreach (var job in entries.ReadAsync(id, mark.Sent + 1, stoppingToken))
            {
                accepted = job.Id.EntryNumber;
                if (!job.State.IsFinal())
                {
                    await acceptance.SendAsync(batch, job);
                }
            }

            await acceptance.EnsureDurableAsync();
            var upload = batch.Upload ?? new(0, ProblemKinds.UploadCut.Code, "The service ended while it was read.");
            await store.PutAsync(batch with { Upload = upload with { Entries = accepted } });
            if (await store.IsCancelledAsync(id, stoppingToken))
            {
                await cancelling.CancelEntriesAsync(id);
            }

            LogEnded(id.Value, accepted, accepted - mark.Sent);
        }

        await store.RemoveMarkAsync(id);
    }

    [LoggerMessage(EventId = 1403, Level = LogLevel.Information, Message = "The cut upload of batch {BatchId} was ended behind {Entries} files, of which {Sent} were sent again.")]
    private partial void LogEnded(Guid batchId, int entries, int sent);

    [LoggerMessage(EventId = 1404, Level = LogLevel.Warning, Message = "Cut uploads could not be ended; the next turn tries again.")]
    private partial void LogTurnFailed(Exception exception);
}
