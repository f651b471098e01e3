using AWSense.Backends.Embedded.Broker;
using Grpc.Core;
using Microsoft.Extensions.Hosting;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>The broker's end of the streams.</summary>
internal sealed class BrokerService(EmbeddedBroker broker, IHostApplicationLifetime lifetime) : Wire.Broker.BrokerBase
{
    public override async Task Connect(
        IAsyncStreamReader<OperationFrame> requestStream, IServerStreamWriter<OutcomeFrame> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await using var session = new BrokerSession(broker);
        var writing = FramePump.RunAsync(
            session.Outcomes, outcomes => responseStream.WriteAsync(new() { Outcomes = { outcomes } }, ending.Token), ending.Token);
        try
        {
            await foreach (var frame in requestStream.ReadAllAsync(ending.Token))
            {
                foreach (var operation in frame.Operations)
                {
                    session.Begin(operation);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The worker has gone, or the broker goes: the session's end is the same.
        }

        await ending.CancelAsync();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
