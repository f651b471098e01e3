using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>Begins requests inside the broker's process: record and message in one operation.</summary>
internal sealed class EmbeddedBeginning(BrokerWriter writer) : IRequestBeginning
{
    public Task BeginAsync(JobRecord job, ClassificationRequest request) => writer.RunAsync(state =>
    {
        state.Send(request, job.Lane); // first, since a full queue refuses it, and nothing is to be left then
        state.Jobs.TryAdd(job);
    });
}
