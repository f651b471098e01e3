using AWSense.Core.Results;

namespace AWSense.Core.Queues;

/// <summary>Carries replies from workers to the one web instance that waits for them.</summary>
/// <remarks>A reply is a hint that spares polling, not the record: the result is archived before it is sent. Delivery is at least once
/// while the web instance lives; replies to one that is gone are dropped.</remarks>
public interface IResponseQueue
{
    /// <summary>Opens the inbox of a web instance. Disposing it removes it.</summary>
    Task<IResponseInbox> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Sends a reply to the inbox with that address. An inbox that is gone is no error.</summary>
    Task SendAsync(string replyTo, ClassificationReply reply, CancellationToken cancellationToken);
}

/// <summary>The replies to one web instance.</summary>
public interface IResponseInbox : IAsyncDisposable
{
    /// <summary>What requests name as <c>reply_to</c>; at most 256 characters.</summary>
    string Address { get; }

    /// <summary>Takes replies, or waits up to <paramref name="wait"/> for the first one.</summary>
    /// <param name="wait">From zero to <see cref="QueueLimits.WaitMax"/>.</param>
    /// <returns>Some replies; empty when the wait ended with none.</returns>
    Task<IReadOnlyList<ClassificationReply>> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken);
}
