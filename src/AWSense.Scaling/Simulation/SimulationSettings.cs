using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Simulation;

/// <summary>The world that a policy is tried in.</summary>
/// <remarks>The defaults are those of a baked machine image on EC2, as measured by others: see docs/scaling.md.</remarks>
public sealed record SimulationSettings
{
    /// <summary>What all chance is drawn from: the same seed gives the same run. The default is 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Work on each request besides its own: receiving and deleting it. The default is 20 ms.</summary>
    public TimeSpan Overhead { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Time until an order of workers is acted on. The default is 2 seconds.</summary>
    public TimeSpan OrderDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Time from there to the first request. The default is anything from 60 to 90 seconds.</summary>
    public Distribution BootTime { get; init; } = Distribution.Uniform(60, 90);

    /// <summary>The same from a warm pool. The default is anything from 20 to 30 seconds.</summary>
    public Distribution WarmBootTime { get; init; } = Distribution.Uniform(20, 30);

    /// <summary>What each other worker that boots at the same time adds to a boot, since processes of one machine share its cores. The default is 0: a worker is a machine.</summary>
    public TimeSpan BootCrowding { get; init; }

    /// <summary>Requests that a worker leases beyond its slots, from 0, so that the next is at hand when one is done. The default is 0.</summary>
    public int Prefetch { get; init; }

    /// <summary>Time after which a request whose worker was killed is seen again. The default is 30 seconds.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest relative error of the counts, either way, from 0. The default is 0.</summary>
    public double CountError { get; init; }

    /// <summary>Share of the samples of the metrics that are never published, from 0 to 1. Only a policy on metrics reads any. The default is 0.</summary>
    public double MetricGapShare { get; init; }

    /// <summary>Share of requests that are delivered twice. The default is 0.</summary>
    public double DuplicateShare { get; init; }

    /// <summary>Share of orders that never become a worker, and are given up after <see cref="LaunchTimeout"/>. The default is 0.</summary>
    public double LostLaunchShare { get; init; }

    /// <summary>Share of orders that take <see cref="SlowLaunchFactor"/> times as long. The default is 0.</summary>
    public double SlowLaunchShare { get; init; }

    /// <summary>The default is 3.</summary>
    public double SlowLaunchFactor { get; init; } = 3;

    /// <summary>When a lost order is noticed. The default is 5 minutes.</summary>
    public TimeSpan LaunchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Interruptions of a spot instance an hour of its running, from 0. Only a policy with <see cref="PurchaseSettings.SpotPercent"/> has any. The default is 0.05.</summary>
    public double SpotInterruptionsPerHour { get; init; } = 0.05;

    /// <summary>Time between the notice of an interruption and the end. The default is 120 seconds.</summary>
    public TimeSpan SpotNotice { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The moment at which a run starts, for what goes by the clock. The default is a Monday at midnight, UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Stretches of the timeline that a report draws, from 0, which draws none. The default is 600.</summary>
    public int TimelinePoints { get; init; } = 600;

    /// <summary>Keep all that happens, so that it can be replayed. The default is false: it is much.</summary>
    public bool RecordEvents { get; init; }
}
