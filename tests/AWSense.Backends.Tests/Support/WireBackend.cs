using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Embedded.Wire;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using Microsoft.Extensions.Logging.Abstractions;

namespace AWSense.Backends.Tests.Support;

/// <summary>The broker as a worker sees it: through a socket, with the real clock.</summary>
public sealed class WireBackend : Backend
{
    private readonly TemporaryFolder folder = new();
    private RemotePresence presence = null!;

    private WireBackend(BackendSetup setup) => Broker = EmbeddedBroker.Open(
        folder.File("queue.db"), setup.Limits, setup.Leases, TimeProvider.System, NullLogger<EmbeddedBroker>.Instance);

    public EmbeddedBroker Broker { get; }

    public BrokerServer Server { get; private set; } = null!;

    public BrokerConnection Connection { get; private set; } = null!;

    public string Socket => folder.File("b.sock");

    public override IRequestQueue Requests => new RemoteQueue(Connection);

    public override IJobStore Jobs => new RemoteJobs(Connection);

    public override IPresence Presence => presence;

    public override ISignalSource Signals => presence;

    public override IResponseQueue WebResponses => Broker.Responses;

    public override IResponseQueue WorkerResponses => new RemoteResponses(Connection);

    public override IRequestEnding Ending => new RemoteEnding(Connection);

    public static async Task<WireBackend> StartAsync(BackendSetup? setup = null)
    {
        var backend = new WireBackend(setup ?? new());
        backend.Server = BrokerServer.Start(backend.Broker, backend.Socket);
        backend.Connection = BrokerConnection.Open(backend.Socket);
        backend.presence = new(backend.Connection);
        return backend;
    }

    public override Task PassAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    public override async Task BreakAsync() => await Server.DisposeAsync();

    public override async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Server.DisposeAsync();
        await Broker.DisposeAsync();
        folder.Dispose();
    }
}
