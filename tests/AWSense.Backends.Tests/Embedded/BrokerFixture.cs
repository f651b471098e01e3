using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Embedded.Data;
using AWSense.Backends.Embedded.Wire;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace AWSense.Backends.Tests.Embedded;

/// <summary>A broker of its own for a test, whose leases end when the test says so.</summary>
internal sealed class BrokerFixture : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<BrokerConnection> connections = [];
    private DataFolder data;
    private RunFolder? run;
    private BrokerServer? server;

    public BrokerFixture(long queueDepthMax = 1_000_000, TimeSpan? lease = null)
    {
        Leases = new() { Duration = lease ?? TimeSpan.FromSeconds(30) };
        Limits = new() { QueueDepthMax = queueDepthMax };
        (data, Broker) = Open();
    }

    public MovableClock Time { get; } = new();

    public LimitOptions Limits { get; }

    public LeaseOptions Leases { get; }

    public string Folder => folder.Path;

    public EmbeddedBroker Broker { get; private set; }

    /// <summary>Ends the broker and opens another one of the same folder.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        (data, Broker) = Open();
    }

    /// <summary>Lets all leases end.</summary>
    public async Task LetLeasesEndAsync()
    {
        Time.Advance(Leases.Duration + TimeSpan.FromSeconds(1));
        while ((await Broker.ReadAsync(CancellationToken.None)) is not { Interactive.Leased: 0, Bulk.Leased: 0 })
        {
            await Task.Delay(10);
        }
    }

    public async Task StartServerAsync()
    {
        run = RunFolder.Create(data);
        server = BrokerServer.Start(Broker, run.Socket);
    }

    public BrokerConnection Connect()
    {
        var connection = BrokerConnection.Open(run!.Socket);
        connections.Add(connection);
        return connection;
    }

    public async Task StopServerAsync()
    {
        if (server is { } running)
        {
            server = null;
            await running.DisposeAsync();
            run!.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        await StopServerAsync();
        await CloseAsync();
        folder.Dispose();
    }

    private (DataFolder Data, EmbeddedBroker Broker) Open()
    {
        var opened = DataFolder.Open(folder.Path);
        return (opened, EmbeddedBroker.Open(opened.Database, Limits, Leases, Time, NullLogger<EmbeddedBroker>.Instance));
    }

    private async Task CloseAsync()
    {
        await Broker.DisposeAsync();
        data.Dispose();
    }
}
