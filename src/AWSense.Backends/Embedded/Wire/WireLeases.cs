using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Leases as they travel.</summary>
internal static class WireLeases
{
    public static LeasedRequest ToWire(RequestLease lease) => new()
    {
        Message = UnsafeByteOperations.UnsafeWrap(RequestMessage.Serialize(lease.Request)),
        TraceParent = lease.Request.TraceParent ?? "",
        Receipt = lease.Receipt,
        DeliveryCount = lease.DeliveryCount,
        UntilMilliseconds = lease.Until.ToUnixTimeMilliseconds(),
        Lane = (int)lease.Lane,
    };

    public static RequestLease FromWire(LeasedRequest lease) => new(
        RequestMessage.Deserialize(lease.Message.Span, lease.TraceParent.Length > 0 ? lease.TraceParent : null),
        lease.Receipt,
        lease.DeliveryCount,
        DateTimeOffset.FromUnixTimeMilliseconds(lease.UntilMilliseconds),
        (Lane)lease.Lane);
}
