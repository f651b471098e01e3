using AWSense.Backends.Embedded.Broker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Listens for workers on a Unix domain socket. It is apart from the web tier's server, so that no HTTP client can reach the broker.</summary>
public sealed class BrokerServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private BrokerServer(WebApplication application) => this.application = application;

    /// <summary>Begins to listen.</summary>
    /// <param name="socket">Path of the socket, at most 107 bytes; its folder must be readable by this user alone.</param>
    public static async Task<BrokerServer> StartAsync(EmbeddedBroker broker, string socket, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(broker);
        builder.Services.AddGrpc();
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseUrls();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.MapGrpcService<BrokerService>();
        await application.StartAsync(cancellationToken);
        return new(application);
    }

    /// <summary>Ends all connections; their leases return.</summary>
    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
    }

    /// <summary>Heeds no signal: the broker ends last, after the workers that drain through it.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
