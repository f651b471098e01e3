using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Ends requests through a connection: one message for all three steps, which the broker does in one transaction.</summary>
/// <remarks>It isn't waited for. A request that the broker could not end is delivered again when its lease ends, and its archived outcome is found.</remarks>
internal sealed class RemoteEnding(BrokerConnection connection) : IRequestEnding
{
    public Task EndAsync(RequestLease lease, ClassificationReply reply) => connection.PostAsync(new()
    {
        End = new()
        {
            Receipt = lease.Receipt,
            Reply = lease.Request.IsAwaited ? RemoteResponses.ToWire(lease.Request.ReplyTo, reply) : null,
            Finish = RemoteJobs.ToWire(JobCompletion.Of(reply.Result)),
        },
    });
}
