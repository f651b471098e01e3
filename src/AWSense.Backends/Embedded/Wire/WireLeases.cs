using AWSense.Backends.Embedded.Broker;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Leases as they travel.</summary>
internal static class WireLeases
{
    public static LeasedRequest ToWire(DeliveredRequest delivered) => new()
    {
        Message = UnsafeByteOperations.UnsafeWrap(delivered.Message),
        TraceParent = delivered.TraceParent ?? "",
        Receipt = delivered.Receipt,
        DeliveryCount = delivered.DeliveryCount,
        UntilMilliseconds = delivered.Until.ToUnixTimeMilliseconds(),
        Lane = (int)delivered.Lane,
    };

    public static RequestLease FromWire(LeasedRequest lease) => new(
        RequestMessage.Deserialize(lease.Message.Span, lease.TraceParent.Length > 0 ? lease.TraceParent : null),
        lease.Receipt,
        lease.DeliveryCount,
        DateTimeOffset.FromUnixTimeMilliseconds(lease.UntilMilliseconds),
        (Lane)lease.Lane);
}
