using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Instance;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Tests.Aws.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Backends.Tests.Aws.Instance;

/// <summary>An instance whose metadata service and Auto Scaling a test plays.</summary>
internal sealed class InstanceBench : IAsyncDisposable
{
    private readonly HttpClient http = new();

    private InstanceBench(AwsStandIn aws)
    {
        Aws = aws;
        Aws.Metadata["instance-id"] = "i-1";
        Aws.Metadata["tags/instance/aws:autoscaling:groupName"] = "workers";
        http.BaseAddress = aws.Address;
        var options = Options.Create(new AutoScalingOptions());
        Metadata = new(http, TimeProvider.System);
        Orders = new(Metadata, options, Time, NullLogger<InstanceOrders>.Instance);
        Hook = new(MotoClients.Client(aws.Address, QueryService.AutoScaling), Metadata, options.Value, Time, NullLogger<TerminationHook>.Instance);
        Exit = new(Orders, Hook, options, Time);
    }

    public static DateTimeOffset Start { get; } = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public WaitCountingTime Time { get; } = new();

    public AwsStandIn Aws { get; }

    public InstanceMetadata Metadata { get; }

    public InstanceOrders Orders { get; }

    public TerminationHook Hook { get; }

    public InstanceExit Exit { get; }

    public static async Task<InstanceBench> StartAsync() => new(await AwsStandIn.StartAsync());

    /// <summary>A clock that counts the waits by it.</summary>
    public sealed class WaitCountingTime() : FakeTimeProvider(InstanceBench.Start)
    {
        private int waits;

        public int Waits => Volatile.Read(ref waits);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref waits);
            return timer;
        }
    }

    /// <summary>Lets time pass until something has ended.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        for (var i = 0; i < 2000 && !task.IsCompleted; i++)
        {
            await Task.WhenAny(task, Task.Delay(5));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        return await task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    /// <summary>Lets a second pass whenever the wait is for time, until it is over.</summary>
    public async Task PassWhileWaitingAsync(Task task)
    {
        for (var seen = 0; !task.IsCompleted;)
        {
            if (Time.Waits == seen)
            {
                await Task.WhenAny(task, Task.Delay(5));
                continue;
            }

            seen = Time.Waits;
            for (var second = 0; second < 5; second++)
            {
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        await task;
    }

    public async ValueTask DisposeAsync()
    {
        await Aws.DisposeAsync();
        http.Dispose();
    }
}
