using System.Runtime.InteropServices;
using AWSense.Backends.Embedded;
using AWSense.Backends.Embedded.Wire;
using AWSense.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.Hosting;

/// <summary>One worker in this process.</summary>
internal static partial class WorkerHost
{
    // A worker without its broker ends within two seconds, whatever it is doing.
    private static readonly TimeSpan PatienceWithoutBroker = TimeSpan.FromSeconds(1.5);

    // The picture that is in the model when SIGTERM comes is finished.
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(90);

    /// <summary>Works until the process is asked to end, or the broker is gone.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IConfigurationRoot configuration, string socket, string dataFolder)
    {
        // First of all: a terminal sends SIGINT to every process, to those that still load their model as well.
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        ChaosGuard.Check(configuration);
        await using var connection = BrokerConnection.Open(socket);
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        ConsoleLogs.AddTo(builder.Logging, configuration, quiet: true);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainMax);
        builder.Services.AddSingleton<IHostLifetime, WorkerLifetime>();
        builder.Services.AddEmbeddedWorkerBackend(configuration, connection, dataFolder);
        builder.Services.AddAWSenseWorker(configuration, Installation.Open(configuration).Models);
        using var host = builder.Build();
        await host.StartAsync(CancellationToken.None);
        var running = host.WaitForShutdownAsync(CancellationToken.None);
        if (await Task.WhenAny(running, connection.Lost) == connection.Lost && !running.IsCompleted)
        {
            LogBrokerLost(host.Services.GetRequiredService<ILogger<Worker.ProcessEnd>>());
            host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
            await Task.WhenAny(running, Task.Delay(PatienceWithoutBroker, TimeProvider.System, CancellationToken.None));
            ProcessEnd.Native.Now(ProcessEnd.BrokerLost);
        }

        await running;
        return Failures.AnyIn(host.Services) ? ProcessEnd.InvariantBroken : 0;
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "The broker is gone; this worker ends.")]
    private static partial void LogBrokerLost(ILogger logger);

    /// <summary>Drains on SIGTERM. SIGINT is ignored: the service asks its workers to end in its own order.</summary>
    private sealed class WorkerLifetime(IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
    {
        private PosixSignalRegistration? registration;

        public Task WaitForStartAsync(CancellationToken cancellationToken)
        {
            registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                lifetime.StopApplication();
            });
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => registration?.Dispose();
    }
}
