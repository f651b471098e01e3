using System.Runtime.InteropServices;
using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Instance;
using AWSense.Backends.Embedded;
using AWSense.Backends.Embedded.Wire;
using AWSense.Telemetry;
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

    // What is out of time is given back by then, so the host's own end of patience comes later.
    private static readonly TimeSpan EndMargin = TimeSpan.FromSeconds(10);

    /// <summary>Works until the process is asked to end, or the broker is gone.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IConfigurationRoot configuration, string socket, string dataFolder)
    {
        // First of all: a terminal sends SIGINT to every process, to those that still load their model as well.
        using var interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        await using var connection = BrokerConnection.Open(socket);
        using var host = Build(configuration, services => services.AddEmbeddedWorkerBackend(configuration, connection, dataFolder), [PosixSignal.SIGTERM]);
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

    /// <summary>Works on AWS until the process is asked to end; nobody else looks after it, so Ctrl-C drains it too. On an EC2 instance that is to go it drains and lets the instance go.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunOnAwsAsync(IConfigurationRoot configuration)
    {
        OptionRelations.Check(configuration);
        using var leaving = new CancellationTokenSource();
        using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => leaving.Cancel());
        using var http = new HttpClient { BaseAddress = InstanceMetadata.Address };
        var metadata = await FindInstanceAsync(http, configuration);
        using var host = Build(configuration, services => AddAws(services, configuration, metadata), [PosixSignal.SIGTERM, PosixSignal.SIGINT]);
        await host.StartAsync(CancellationToken.None);
        await host.WaitForShutdownAsync(CancellationToken.None);
        if (metadata is not null)
        {
            await LeaveAsync(host.Services.GetRequiredService<InstanceExit>(), leaving.Token);
        }

        return Failures.AnyIn(host.Services) ? ProcessEnd.InvariantBroken : 0;
    }

    /// <summary>What this instance is told about itself; null where this is none. A worker on an instance bears its name, since the group knows it by that.</summary>
    /// <remarks>A worker that must be on one ends when its name can't be found: under a name of its own nobody could order it to drain.</remarks>
    private static async Task<InstanceMetadata?> FindInstanceAsync(HttpClient http, IConfigurationRoot configuration)
    {
        if (http.BaseAddress is null)
        {
            return null;
        }

        var metadata = new InstanceMetadata(http, TimeProvider.System);
        var isCertain = configuration.GetSection(AutoScalingOptions.Section).Get<AutoScalingOptions>()?.OnInstance == true;
        var instance = isCertain ? await metadata.WaitForInstanceIdAsync(CancellationToken.None) : await metadata.FindInstanceIdAsync(CancellationToken.None);
        if (instance is null)
        {
            return null;
        }

        configuration["Worker:Id"] ??= instance;
        return metadata;
    }

    private static void AddAws(IServiceCollection services, IConfiguration configuration, InstanceMetadata? metadata)
    {
        services.AddAwsWorkerBackend(configuration);
        if (metadata is not null)
        {
            var drain = configuration.GetSection(AutoScalingOptions.Section).Get<AutoScalingOptions>() ?? new();
            services.Configure<HostOptions>(options => options.ShutdownTimeout = drain.DrainTimeout + EndMargin);
            services.AddInstance(configuration, metadata);
            services.AddInstanceDrain();
        }
    }

    private static async Task LeaveAsync(InstanceExit exit, CancellationToken cancellationToken)
    {
        try
        {
            await exit.LeaveAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Somebody ends the process before its instance goes; the hook ends by itself.
        }
    }

    private static IHost Build(IConfigurationRoot configuration, Action<IServiceCollection> addBackend, IReadOnlyList<PosixSignal> drainSignals)
    {
        ChaosGuard.Check(configuration);
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        ConsoleLogs.AddTo(builder.Logging, configuration, quiet: true);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = DrainMax);
        builder.Services.AddSingleton<IHostLifetime>(provider => new WorkerLifetime(provider.GetRequiredService<IHostApplicationLifetime>(), drainSignals));
        addBackend(builder.Services);
        TelemetryExport.AddTo(builder, "worker", configuration.GetSection(WorkerOptions.Section).Get<WorkerOptions>()?.Id ?? new WorkerOptions().Id);
        builder.Services.AddAWSenseWorker(configuration, Installation.Open(configuration).Models);
        return builder.Build();
    }

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "The broker is gone; this worker ends.")]
    private static partial void LogBrokerLost(ILogger logger);

    /// <summary>Drains on a signal. A worker of <c>awsense up</c> ignores SIGINT: the service asks its workers to end in its own order.</summary>
    private sealed class WorkerLifetime(IHostApplicationLifetime lifetime, IReadOnlyList<PosixSignal> drainSignals) : IHostLifetime, IDisposable
    {
        private readonly List<PosixSignalRegistration> registrations = [];

        public Task WaitForStartAsync(CancellationToken cancellationToken)
        {
            registrations.AddRange(drainSignals.Select(signal => PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                lifetime.StopApplication();
            })));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose() => registrations.ForEach(registration => registration.Dispose());
    }
}
