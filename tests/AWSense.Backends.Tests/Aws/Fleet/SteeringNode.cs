using System.Collections.Concurrent;
using Amazon.S3;
using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Aws.Support;
using AWSense.Scaling.Control;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Aws.Fleet;

/// <summary>What a web instance has to steer the fleet, for real.</summary>
internal sealed class SteeringNode : IAsyncDisposable, ILoggerProvider, ILogger
{
    /// <summary>Loops that wait by the clock: the controller, the lease, the rounds.</summary>
    public const int Loops = 3;

    public static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(20);

    private readonly PacedTime time;
    private readonly IAmazonS3 objects;
    private readonly List<IHostedService> services;
    private readonly ILoggerFactory logs;
    private bool stopped;

    public SteeringNode(SteeringBench bench, MotoServer moto)
    {
        logs = LoggerFactory.Create(logging => logging.AddProvider(this));
        time = bench.Time;
        objects = moto.Objects();
        Lease = new(objects, bench.Name, "control/leader.json", Guid.NewGuid().ToString(), LeaseDuration, time);
        Group = new(new(moto.Client(QueryService.AutoScaling, time)), new(moto.Client(QueryService.Ec2, time)), Lease, bench.Name, time);
        Fleet = new(Group, bench.Crowd, bench.Policy, time, logs.CreateLogger<AutoScalingFleet>());
        services =
        [
            new FleetDuties(Lease, Fleet, Options.Create(new AutoScalingOptions { LeaseDuration = LeaseDuration }), time, logs),
            new CapacityPublisher(Log, Fleet, Group, new(moto.Client(QueryService.CloudWatch)), bench.Policy, time, logs.CreateLogger<CapacityPublisher>()),
            new ScalingController(bench.Policy, Fleet, new(bench, Fleet, bench.Crowd, time), Log, time, logs.CreateLogger<ScalingController>()),
        ];
    }

    public LeaderLease Lease { get; }

    public SteeredGroup Group { get; }

    public AutoScalingFleet Fleet { get; }

    public DecisionLog Log { get; } = new();

    /// <summary>What it logged: event id and message.</summary>
    public ConcurrentQueue<(int Id, string Message)> Lines { get; } = new();

    public async Task StartAsync()
    {
        foreach (var service in services)
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends as a process does that is asked to: it lets go of the lead.</summary>
    public async Task StopAsync()
    {
        if (stopped)
        {
            return;
        }

        stopped = true;
        time.Loops -= Loops;
        foreach (var service in services.AsEnumerable().Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends as a process does that is killed: nothing more goes out.</summary>
    public async Task KillAsync()
    {
        objects.Dispose();
        try
        {
            await StopAsync();
        }
        catch (ObjectDisposedException)
        {
            // It would have let go of the lead.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        services.OfType<IDisposable>().ToList().ForEach(service => service.Dispose());
        Fleet.Dispose();
        Group.Dispose();
        objects.Dispose();
        logs.Dispose();
    }

    void IDisposable.Dispose()
    {
        // It has nothing of its own.
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((eventId.Id, $"{formatter(state, exception)}{(exception is null ? "" : $" {exception}")}"));
}
