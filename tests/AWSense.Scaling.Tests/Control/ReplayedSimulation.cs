using AWSense.Scaling.Control;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Control;

/// <summary>What happened in a run, told to the simulator's own queue, workers and policy: its accounting, without the world that it makes up.</summary>
internal sealed class ReplayedSimulation
{
    private readonly SimulationSettings settings = new() { Start = SteppedTime.Origin };
    private readonly SimulatedQueue queue = new();
    private readonly SimulatedFleet fleet;
    private readonly Scaler scaler;
    private readonly Dictionary<string, SimulatedWorker> workers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string? Worker, long? Request), int> slots = [];
    private readonly List<(TimeSpan At, ScalingDecision Decision)> decisions = [];

    private ReplayedSimulation(ScalingPolicy policy)
    {
        // Live workers lease a request beyond their slots; where a simulated one keeps it is no matter to a policy.
        var roomy = policy with { Fleet = policy.Fleet with { WorkersPerInstance = 8 } };
        fleet = new(roomy, settings, new(), new(1));
        scaler = new(policy);
    }

    /// <summary>The decisions that the simulator takes.</summary>
    public static IReadOnlyList<(TimeSpan At, ScalingDecision Decision)> Replay(ScalingPolicy policy, IReadOnlyList<RecordedEvent> events)
    {
        var run = new ReplayedSimulation(policy);
        foreach (var happened in events)
        {
            run.Happen(happened);
        }

        return run.decisions;
    }

    private void Happen(RecordedEvent happened)
    {
        var now = happened.At.TotalSeconds;
        switch (happened.Kind)
        {
            case RecordedEventKind.Ordered:
                workers[happened.Worker!] = fleet.Order(now, together: 1);
                break;
            case RecordedEventKind.Ready:
                fleet.Ready(workers[happened.Worker!], now);
                break;
            case RecordedEventKind.Draining:
                fleet.Drain(workers[happened.Worker!]);
                break;
            case RecordedEventKind.Gone:
                fleet.End(workers[happened.Worker!], now);
                break;
            case RecordedEventKind.Sampled:
                scaler.Sample(Queue(happened.At), fleet.Read());
                break;
            case RecordedEventKind.Decided:
                decisions.Add((happened.At, scaler.Decide(SteppedTime.Origin + happened.At, Queue(happened.At), fleet.Read())));
                break;
            default:
                Flow(happened);
                break;
        }
    }

    private void Flow(RecordedEvent happened)
    {
        var holder = (happened.Worker, happened.Request);
        switch (happened.Kind)
        {
            case RecordedEventKind.Arrived:
                queue.Arrive(0);
                break;
            case RecordedEventKind.Returned:
                queue.Return(0);
                break;
            case RecordedEventKind.Started:
                Assert.True(queue.TryLease(out _));
                slots[holder] = workers[happened.Worker!].Take(0);
                break;
            case RecordedEventKind.Completed:
                queue.EndLease();
                workers[happened.Worker!].Complete(slots[holder], happened.Seconds);
                break;
            case RecordedEventKind.LeaseEnded:
                queue.EndLease();
                break;
            case RecordedEventKind.Withdrawn:
                Assert.True(queue.TryLease(out _));
                queue.EndLease();
                break;
        }
    }

    private QueueReading Queue(TimeSpan at) => queue.Read(SteppedTime.Origin, SteppedTime.Origin + at);
}
