using AWSense.Backends.Embedded;
using AWSense.Backends.Embedded.Wire;
using AWSense.Vision.Models;
using AWSense.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace AWSense.SystemTests.Hosting;

/// <summary>A real worker of a running service, in the process of the test: it starts in a moment, so that hundreds can come and go.</summary>
internal sealed class GuestWorker : IAsyncDisposable
{
    private static readonly InstalledModels Models = InstalledModels.Open(
        Path.Combine(Path.GetTempPath(), "awsense-no-models"), Path.Combine(AppContext.BaseDirectory, "models"));

    private readonly BrokerConnection connection;
    private readonly IHost host;

    private GuestWorker(BrokerConnection connection, IHost host)
    {
        this.connection = connection;
        this.host = host;
    }

    public static async Task<GuestWorker> StartAsync(RunningService service, string id)
    {
        var connection = BrokerConnection.Open(SocketOf(service));
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Worker:Id", id)]);
        builder.Services.AddEmbeddedWorkerBackend(builder.Configuration, connection, service.DataFolder);
        builder.Services.AddAWSenseWorker(builder.Configuration, Models);
        var host = builder.Build();
        await host.StartAsync();
        return new(connection, host);
    }

    /// <summary>Drains it: it finishes what it has begun, hands back the rest, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await connection.DisposeAsync();
    }

    /// <summary>Where the broker listens, as a worker of the service was told.</summary>
    private static string SocketOf(RunningService service)
    {
        var arguments = File.ReadAllText($"/proc/{Processes.ChildrenOf(service.ProcessId)[0]}/cmdline").Split('\0');
        return arguments[Array.IndexOf(arguments, "--socket") + 1];
    }
}
