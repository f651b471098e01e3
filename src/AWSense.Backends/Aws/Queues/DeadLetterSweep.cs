using System.Text;
using Amazon.SQS.Model;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Aws.Queues;

/// <summary>Makes dead letters of ours from what SQS has given up, so that whoever waits or asks gets a reason.</summary>
internal sealed partial class DeadLetterSweep(
    AwsQueues queues, Settlement settlement, IResponseQueue responses, TimeProvider time, ILogger<DeadLetterSweep> logger)
{
    /// <summary>Time between two looks. The queue is empty unless something is badly wrong.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    // A message that can't be read stays for somebody to look at, and is told once an hour.
    private static readonly TimeSpan Visibility = TimeSpan.FromHours(1);

    /// <summary>Sweeps until nothing is left.</summary>
    public async Task TurnAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Message> messages;
        do
        {
            messages = await queues.DeadLetters.ReceiveAsync(QueueLimits.ReceiveMax, Wait, Visibility, CancellationToken.None); // broken off, it would hide them for an hour
            await Task.WhenAll(messages.Select(SweepAsync));
        }
        while (messages.Count > 0 && !cancellationToken.IsCancellationRequested);
    }

    private async Task SweepAsync(Message message)
    {
        ClassificationRequest request;
        try
        {
            request = RequestMessage.Deserialize(Encoding.UTF8.GetBytes(message.Body), traceParent: null);
        }
        catch (FormatException exception)
        {
            LogUnreadable(exception, message.MessageId);
            return;
        }

        var error = new RequestError(ErrorCodes.WorkerCrashed, $"It was delivered {AwsOptions.DeliveriesMax} times, and no worker brought it to an end.");
        var now = time.GetUtcNow();
        var letter = ClassificationResult.Without(request.Id, request.Model, RequestState.Failed, error, request.AcceptedAt, now, deadLetter: true);
        var standing = await settlement.SettleAsync(letter, CancellationToken.None);
        await responses.SendAsync(request.ReplyTo, new(standing, 0, now), CancellationToken.None);
        await queues.DeadLetters.DeleteAsync(message.ReceiptHandle, CancellationToken.None);
        LogSwept(request.Id.Value, standing.State.ToWireName());
    }

    [LoggerMessage(EventId = 4531, Level = LogLevel.Warning, Message = "Request {RequestId} was given up by SQS; its outcome is {State}.")]
    private partial void LogSwept(Guid requestId, string state);

    [LoggerMessage(EventId = 4532, Level = LogLevel.Error, Message = "Message {MessageId} among the dead letters is no request; look at it and remove it by hand.")]
    private partial void LogUnreadable(Exception exception, string messageId);
}
