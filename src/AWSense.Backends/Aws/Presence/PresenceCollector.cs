using System.Text;
using System.Text.Json;
using Amazon.SQS.Model;
using AWSense.Backends.Aws.Queues;
using AWSense.Core.Queues;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Aws.Presence;

/// <summary>Takes what processes tell of themselves out of the fleet's queue and writes it to <c>fleet.json</c>.</summary>
/// <remarks>Every web instance does so, each with what it gets: merging is a compare and swap, so it needs no leader to be right.</remarks>
internal sealed partial class PresenceCollector(AwsQueues queues, FleetFile file, AwsPresence presence, ILogger<PresenceCollector> logger)
{
    /// <summary>Time between two turns; what comes meanwhile is written at once.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    /// <summary>Time between two words of a web instance.</summary>
    public static readonly TimeSpan WebPace = TimeSpan.FromSeconds(5);

    private const int ReceivesMax = 20;

    // What isn't written in this time is another instance's to take.
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    /// <summary>Waits for somebody's word, takes what else there is, and writes it.</summary>
    public Task TurnAsync(CancellationToken cancellationToken) => TurnAsync(QueueLimits.WaitMax, cancellationToken);

    /// <summary>Tells this web instance's own counts.</summary>
    public Task ReportAsync(CancellationToken cancellationToken) => presence.ReportWebAsync(cancellationToken);

    internal async Task TurnAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var messages = new List<Message>();
        for (var receives = 0; receives < ReceivesMax; receives++)
        {
            // Broken off at the end of the process: whoever spoke speaks again in some seconds.
            var more = await queues.Presence.ReceiveAsync(QueueLimits.ReceiveMax, receives == 0 ? wait : TimeSpan.Zero, Visibility, cancellationToken);
            messages.AddRange(more);
            if (more.Count < QueueLimits.ReceiveMax)
            {
                break;
            }
        }

        if (messages.Count > 0)
        {
            await file.MergeAsync([.. messages.Select(Read).OfType<ProcessReport>()], cancellationToken);
            await Task.WhenAll(messages.Select(message => queues.Presence.DeleteAsync(message.ReceiptHandle, CancellationToken.None)));
        }
    }

    private ProcessReport? Read(Message message)
    {
        try
        {
            return FleetJson.ReadReport(Encoding.UTF8.GetBytes(message.Body));
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception, message.MessageId);
            return null;
        }
    }

    [LoggerMessage(EventId = 4521, Level = LogLevel.Error, Message = "Message {MessageId} in the presence queue is no report; it is dropped.")]
    private partial void LogUnreadable(Exception exception, string messageId);
}
