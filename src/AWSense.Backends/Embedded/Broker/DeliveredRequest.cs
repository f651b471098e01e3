using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>A request as it goes out with a lease: the broker passes its message on as it is stored.</summary>
internal sealed record DeliveredRequest(byte[] Message, string? TraceParent, string Receipt, int DeliveryCount, DateTimeOffset Until, Lane Lane)
{
    /// <summary>The lease, for somebody in the broker's own process.</summary>
    public RequestLease ToLease() => new(RequestMessage.Deserialize(Message, TraceParent), Receipt, DeliveryCount, Until, Lane);
}
