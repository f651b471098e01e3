using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Worker.Leases;
using Microsoft.Extensions.Logging;

namespace AWSense.Worker.Handling;

/// <summary>What to do when a picture hangs: give the other leases back, tell what happened where that is due, and end the process.</summary>
internal sealed partial class HangResponse(
    LeaseReturn leases,
    SuspectReview review,
    OutcomeDelivery delivery,
    ProcessEnd end,
    ILogger<HangResponse> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Ends the process within about a second, whatever the queue does.</summary>
    public async Task EndProcessAsync(RequestLease hung, ProcessingHungException reason)
    {
        try
        {
            LogHung(hung.Request.Id.Value, reason.Message);
            using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
            await leases.ReturnAllAsync(but: hung, begun: false, patience.Token);
            if (await review.AfterHangAsync(hung, reason, patience.Token) is { } deadLetter)
            {
                await delivery.DeliverAsync(hung, deadLetter).WaitAsync(patience.Token);
            }
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Process boundary: leases that could not be given back return when the connection breaks.
            LogNotGivenBack(exception);
        }
        finally
        {
            end.Now(ProcessEnd.Hung);
        }
    }

    [LoggerMessage(EventId = 2401, Level = LogLevel.Error, Message = "Request {RequestId} hangs and the process ends: {Reason}")]
    private partial void LogHung(Guid requestId, string reason);

    [LoggerMessage(EventId = 2402, Level = LogLevel.Warning, Message = "Not every lease could be given back before the end.")]
    private partial void LogNotGivenBack(Exception exception);
}
