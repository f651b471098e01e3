using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Ends requests through a connection: one message for all three steps, which the broker does in one transaction.</summary>
internal sealed class RemoteEnding(BrokerConnection connection) : IRequestEnding
{
    public Task EndAsync(RequestLease lease, ClassificationReply reply) => connection.CallAsync(new()
    {
        End = new()
        {
            Receipt = lease.Receipt,
            Reply = lease.Request.IsAwaited ? RemoteResponses.ToWire(lease.Request.ReplyTo, reply) : null,
            Finish = RemoteJobs.ToWire(JobCompletion.Of(reply.Result)),
        },
    });
}
