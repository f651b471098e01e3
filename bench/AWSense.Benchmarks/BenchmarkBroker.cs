using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Embedded.Data;
using AWSense.Backends.Embedded.Wire;
using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;

namespace AWSense.Benchmarks;

/// <summary>A broker in this process, on a data folder that goes with it.</summary>
internal sealed class BenchmarkBroker : IAsyncDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("awsense-bench-").FullName;
    private readonly DataFolder data;
    private readonly RunFolder run;
    private BrokerServer? server;

    private BenchmarkBroker()
    {
        data = DataFolder.Open(path);
        run = RunFolder.Create(data);
        Broker = EmbeddedBroker.Open(data.Database, new LimitOptions(), new LeaseOptions(), TimeProvider.System, NullLogger<EmbeddedBroker>.Instance);
    }

    public EmbeddedBroker Broker { get; }

    public string Socket => run.Socket;

    public string DataPath => data.Path;

    public static BenchmarkBroker Start()
    {
        var broker = new BenchmarkBroker();
        broker.server = BrokerServer.Start(broker.Broker, broker.Socket);
        return broker;
    }

    public static ClassificationRequest NewRequest()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new(
            RequestId.New(TimeProvider.System), new string('a', 64), 50_000, new ModelVersion("efficientnet-lite0-int8", "1"), 5, 0, "embedded:none", now, now.AddHours(1));
    }

    public async ValueTask DisposeAsync()
    {
        await server!.DisposeAsync();
        await Broker.DisposeAsync();
        run.Dispose();
        data.Dispose();
        Directory.Delete(path, recursive: true);
    }
}
