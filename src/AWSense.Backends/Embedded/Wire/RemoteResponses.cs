using AWSense.Core.Queues;
using AWSense.Core.Results;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>The way replies take from a worker. Inboxes are opened in the broker's process, where the clients are.</summary>
internal sealed class RemoteResponses(BrokerConnection connection) : IResponseQueue
{
    public Task<IResponseInbox> OpenAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("The embedded backend has its inboxes in the broker's own process.");

    public Task SendAsync(string replyTo, ClassificationReply reply, CancellationToken cancellationToken) => connection.CallAsync(new()
    {
        Reply = ToWire(replyTo, reply),
    });

    /// <summary>A reply as it travels.</summary>
    public static SendReply ToWire(string replyTo, ClassificationReply reply) =>
        new() { ReplyTo = replyTo, Reply = UnsafeByteOperations.UnsafeWrap(ResultJson.Serialize(reply)) };
}
