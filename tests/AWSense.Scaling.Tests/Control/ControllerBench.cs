using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Logging;

namespace AWSense.Scaling.Tests.Control;

/// <summary>The real controller over ports and a clock that a test moves.</summary>
internal sealed class ControllerBench : ILogger<ScalingController>, IAsyncDisposable
{
    private readonly ScalingController controller;

    public ControllerBench(ScalingPolicy policy)
    {
        Fleet = new(Time);
        Signals = new(Time);
        controller = new(policy, Fleet, new(Signals, Fleet, Presence, Time), Log, Time, this);
    }

    public SteppedTime Time { get; } = new();

    public StubFleet Fleet { get; }

    public StubSignals Signals { get; }

    public StubPresence Presence { get; } = new();

    public DecisionLog Log { get; } = new();

    public List<(int Id, string Message)> Lines { get; } = [];

    public DecisionRecord Latest => Log.Latest!;

    public bool HasEnded => controller.ExecuteTask is { IsCompleted: true };

    /// <summary>Ten requests a worker, at once and without memory: plain to reckon with.</summary>
    public static ScalingPolicy TenEach { get; } = new()
    {
        Name = "ten each",
        Rule = new KedaRule { QueueLength = 10, Stabilization = TimeSpan.Zero, Tolerance = 0 },
        Fleet = new() { Min = 1, Max = 8, Initial = 2 },
        Signals = new() { Interval = TimeSpan.FromSeconds(5), Phase = TimeSpan.FromSeconds(3), MaxAge = TimeSpan.FromSeconds(20) },
        Limits = new() { ReversalsPerHour = null },
    };

    public static async Task<ControllerBench> StartAsync(ScalingPolicy policy, Action<ControllerBench>? prepare = null)
    {
        var bench = new ControllerBench(policy);
        prepare?.Invoke(bench);
        await bench.StartAsync();
        return bench;
    }

    /// <summary>Starts the controller, and lets it do what is due at once.</summary>
    public async Task StartAsync()
    {
        await controller.StartAsync(TestContext.Current.CancellationToken);
        await Time.IdleAsync();
    }

    /// <summary>Lets so many turns pass.</summary>
    public async Task StepAsync(int turns = 1)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            await Time.StepAsync();
        }
    }

    public IEnumerable<string> Said(int id) => Lines.Where(line => line.Id == id).Select(line => line.Message);

    public async ValueTask DisposeAsync()
    {
        await controller.StopAsync(CancellationToken.None);
        controller.Dispose();
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Add((eventId.Id, formatter(state, exception)));
}
