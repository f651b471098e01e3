using AWSense.Backends.Embedded;
using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Embedded.Data;
using AWSense.Backends.Embedded.Fleet;
using AWSense.Backends.Embedded.Wire;
using AWSense.Core.Fleet;
using AWSense.Core.Limits;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.Hosting;

/// <summary>The whole service in this process and its workers: broker, web tier, fleet.</summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ReadyPace = TimeSpan.FromMilliseconds(20);

    private readonly Stack<IAsyncDisposable> parts;
    private readonly WebApplication application;

    private ServiceHost(WebApplication application, Stack<IAsyncDisposable> parts, string dataFolder)
    {
        this.application = application;
        this.parts = parts;
        DataFolder = dataFolder;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => WebTier.AddressOf(application);

    /// <summary>Is cancelled when the process is asked to end.</summary>
    public CancellationToken Stopping => application.Lifetime.ApplicationStopping;

    /// <summary>Where its data lies.</summary>
    public string DataFolder { get; }

    /// <summary>Starts everything. Workers go on loading after that; see <see cref="WaitUntilReadyAsync"/>.</summary>
    /// <param name="quiet">Log warnings only.</param>
    /// <exception cref="CommandFailedException">The settings contradict, or the address can't be used.</exception>
    /// <exception cref="IOException">The data folder can't be used.</exception>
    public static async Task<ServiceHost> StartAsync(IConfigurationRoot configuration, bool quiet, CancellationToken cancellationToken)
    {
        ChaosGuard.Check(configuration);
        OptionRelations.Check(configuration);
        ProcessScheduling.InterruptNothing();
        var parts = new Stack<IAsyncDisposable>();
        try
        {
            return await StartAsync(configuration, quiet, parts, cancellationToken);
        }
        catch
        {
            await DisposeAsync(parts);
            throw;
        }
    }

    /// <summary>Waits until a worker is warm.</summary>
    /// <returns>How many workers there are to be.</returns>
    public async Task<int> WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var fleet = application.Services.GetRequiredService<IFleet>();
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = await fleet.GetStatusAsync(cancellationToken);
            if (status.Members.Count(member => member.State == FleetMemberState.InService) >= status.DesiredWorkers)
            {
                return status.DesiredWorkers;
            }

            if (TimeProvider.System.GetElapsedTime(began) > ReadyPatience)
            {
                throw new CommandFailedException($"No worker got ready within {ReadyPatience.TotalSeconds:0} s. {status.UnhealthyReason}");
            }

            await Task.Delay(ReadyPace, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Goes on until the process is asked to end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForShutdownAsync()
    {
        await application.WaitForShutdownAsync();
        return Failures.AnyIn(application.Services) ? Failures.ExitCode : 0;
    }

    /// <summary>Answers who waits, drains the workers, and frees the data folder.</summary>
    public ValueTask DisposeAsync() => DisposeAsync(parts);

    private static async Task<ServiceHost> StartAsync(
        IConfigurationRoot configuration, bool quiet, Stack<IAsyncDisposable> parts, CancellationToken cancellationToken)
    {
        var installation = Installation.Open(configuration);
        var policy = FleetPolicy.Choose(configuration);
        var data = Own(parts, Backends.Embedded.Data.DataFolder.Open(configuration["Data:Folder"] ?? "awsense-data"));
        var run = Own(parts, RunFolder.Create(data));
        using var logs = LoggerFactory.Create(logging => ConsoleLogs.AddTo(logging, configuration, quiet));
        var recorder = Record(configuration, policy, parts, logs);
        var broker = EmbeddedBroker.Open(
            data.Database,
            configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new(),
            configuration.GetSection(LeaseOptions.Section).Get<LeaseOptions>() ?? new(),
            TimeProvider.System,
            logs.CreateLogger<EmbeddedBroker>(),
            recorder);
        parts.Push(broker);
        parts.Push(BrokerServer.Start(broker, run.Socket));

        var application = await WebTier.StartAsync(
            configuration,
            quiet,
            installation.Catalog,
            data.Keys,
            services =>
            {
                if (recorder is not null)
                {
                    services.AddSingleton(recorder);
                }

                services.AddEmbeddedBackend(configuration, data, broker, WorkerProgram.Launcher(configuration, run.Socket, data.Path), policy);
            },
            cancellationToken);
        parts.Push(application);
        return new(application, parts, data.Path);
    }

    /// <summary>Begins a recording where one is wanted. It ends last, after all that it is told of.</summary>
    private static EventRecorder? Record(IConfiguration configuration, ScalingPolicy policy, Stack<IAsyncDisposable> parts, ILoggerFactory logs)
    {
        var options = configuration.GetSection(RecordingOptions.Section).Get<RecordingOptions>() ?? new();
        if (options.File is not { Length: > 0 } file)
        {
            return null;
        }

        if (options.BytesMax < RecordingOptions.BytesMin)
        {
            throw new CommandFailedException($"Recording:BytesMax is {options.BytesMax}; a recording needs at least {RecordingOptions.BytesMin} bytes.");
        }

        var recorder = EventRecorder.Start(file, options.BytesMax, policy.Name, TimeProvider.System, logs.CreateLogger<EventRecorder>());
        parts.Push(recorder);
        return recorder;
    }

    private static T Own<T>(Stack<IAsyncDisposable> parts, T part)
        where T : IDisposable
    {
        parts.Push(new Owned(part));
        return part;
    }

    private static async ValueTask DisposeAsync(Stack<IAsyncDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            if (part is WebApplication application)
            {
                await application.StopAsync();
            }

            await part.DisposeAsync();
        }
    }

    private sealed class Owned(IDisposable part) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
