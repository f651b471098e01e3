using AWSense.Core.Fleet;
using AWSense.Scaling.Control;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;

namespace AWSense.Scaling.Simulation;

/// <summary>A policy tried on a workload: discrete events in virtual time, with the deciders that run live.</summary>
public sealed class Simulation
{
    private readonly ScalingPolicy policy;
    private readonly Workload workload;
    private readonly SimulationSettings settings;
    private readonly EventCalendar calendar = new();
    private readonly SimulatedQueue queue = new();
    private readonly SimulatedFleet fleet;
    private readonly Scaler scaler;
    private readonly SimulationRecorder recorder;
    private readonly Random random;
    private readonly double horizon;
    private int nextArrival;
    private double now;

    private Simulation(ScalingPolicy policy, Workload workload, SimulationSettings settings)
    {
        this.policy = policy;
        this.workload = workload;
        this.settings = settings;
        random = new(settings.Seed);
        fleet = new(policy, settings, calendar, random);
        scaler = new(policy);
        recorder = new(workload, settings);
        horizon = workload.Horizon.TotalSeconds;
    }

    /// <summary>Runs to the workload's end.</summary>
    /// <returns>What it cost, and what the clients saw. The same arguments always give the same answer.</returns>
    public static SimulationResult Run(ScalingPolicy policy, Workload workload, SimulationSettings settings) =>
        Run(policy, workload, settings, CancellationToken.None);

    /// <summary>As <see cref="Run(ScalingPolicy, Workload, SimulationSettings)"/>.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SimulationResult Run(ScalingPolicy policy, Workload workload, SimulationSettings settings, CancellationToken cancellationToken) =>
        new Simulation(policy, workload, settings).Run(cancellationToken);

    private SimulationResult Run(CancellationToken cancellationToken)
    {
        for (var worker = 0; worker < policy.Fleet.Initial; worker++)
        {
            var first = fleet.AddReady();
            Tell(RecordedEventKind.Ordered, first);
            Tell(RecordedEventKind.Ready, first);
        }

        recorder.Began(policy.Fleet.Initial);

        if (policy.Signals.Source == SignalSource.CloudWatch)
        {
            calendar.Add(policy.Signals.SampleStart.TotalSeconds, new(EventKind.Sample));
        }

        calendar.Add((policy.Signals.Phase ?? policy.Signals.Interval).TotalSeconds, new(EventKind.Tick));
        while (Step())
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return recorder.Finish(policy, fleet, queue, horizon);
    }

    private bool Step()
    {
        var arrival = nextArrival < workload.Arrivals.Count ? workload.Arrivals[nextArrival] : double.PositiveInfinity;
        var next = Math.Min(arrival, calendar.NextAt);
        recorder.Reached(Math.Min(next, horizon), queue, fleet);
        if (next > horizon)
        {
            return false;
        }

        now = next;
        if (arrival < calendar.NextAt) // A decision at the moment of an arrival doesn't know it yet.
        {
            Arrive(nextArrival++);
        }
        else
        {
            Happen(calendar.Take());
        }

        return true;
    }

    private void Arrive(int request)
    {
        queue.Arrive(request);
        Tell(RecordedEventKind.Arrived);
        if (settings.DuplicateShare > 0 && random.NextDouble() < settings.DuplicateShare)
        {
            queue.Return(request);
            Tell(RecordedEventKind.Returned);
            recorder.Duplicated();
        }

        Assign();
    }

    private void Happen(SimulationEvent next)
    {
        switch (next.Kind)
        {
            case EventKind.RequestDone when !next.Worker!.Gone:
                Complete(next.Worker, next.Value);
                break;
            case EventKind.RequestVisible:
                queue.Return(next.Value);
                Tell(RecordedEventKind.Returned);
                Assign();
                break;
            case EventKind.WorkerReady when !next.Worker!.Gone:
                fleet.Ready(next.Worker, now);
                Tell(RecordedEventKind.Ready, next.Worker);
                Assign();
                break;
            case EventKind.WorkerLost when !next.Worker!.Gone:
                End(next.Worker);
                break;
            case EventKind.WarmWorkerPrepared:
                fleet.Prepared();
                break;
            case EventKind.SpotNotice when !next.Worker!.Gone:
                calendar.Add(now + settings.SpotNotice.TotalSeconds, new(EventKind.DrainOverdue, next.Worker));
                if (next.Worker.Phase == FleetMemberState.InService)
                {
                    Drain(next.Worker);
                }

                break;
            case EventKind.DrainOverdue when !next.Worker!.Gone:
                Interrupt(next.Worker);
                break;
            case EventKind.Sample:
                Sample();
                calendar.Add(now + policy.Signals.SampleInterval.TotalSeconds, new(EventKind.Sample));
                break;
            case EventKind.Tick:
                Tell(RecordedEventKind.Decided);
                Decide();
                calendar.Add(now + policy.Signals.Interval.TotalSeconds, new(EventKind.Tick));
                break;
        }
    }

    private void Assign()
    {
        while (fleet.FindRoom() is { } worker && queue.TryLease(out var request))
        {
            Tell(RecordedEventKind.Started, worker);
            if (worker.HasFreeSlot)
            {
                Start(worker, request);
            }
            else
            {
                worker.Prefetched.Enqueue(request);
            }

            fleet.SlotsChanged(worker);
        }
    }

    private void Start(SimulatedWorker worker, int request)
    {
        var slot = worker.Take(request);
        recorder.Started(request, now);
        calendar.Add(now + ServiceTime(request), new(EventKind.RequestDone, worker, slot));
    }

    private void Complete(SimulatedWorker worker, int slot)
    {
        var request = worker.Slots[slot];
        worker.Complete(slot, ServiceTime(request));
        queue.EndLease();
        recorder.Completed(request, now);
        Tell(RecordedEventKind.Completed, worker, ServiceTime(request));
        if (worker.Phase == FleetMemberState.Draining)
        {
            EndIfIdle(worker);
            return;
        }

        if (worker.Prefetched.TryDequeue(out var next))
        {
            Start(worker, next);
        }

        fleet.SlotsChanged(worker);
        Assign();
    }

    /// <summary>Publishes the metrics. One that isn't published is a gap, which alarms treat as missing; it is no zero.</summary>
    private void Sample()
    {
        if (settings.MetricGapShare > 0 && random.NextDouble() < settings.MetricGapShare)
        {
            return;
        }

        Tell(RecordedEventKind.Sampled);
        scaler.Sample(ReadQueue(), fleet.Read());
    }

    private void Decide()
    {
        var reading = ReadQueue();
        var snapshot = fleet.Read();
        var before = fleet.Current;
        var decision = scaler.Decide(Clock(now), reading, snapshot);
        var together = snapshot.Reading.BootingSince.Count + decision.Desired - before;
        for (var current = before; current < decision.Desired; current++)
        {
            Tell(RecordedEventKind.Ordered, fleet.Order(now, together));
        }

        for (var current = before; current > decision.Desired; current--)
        {
            Release(fleet.NextVictim()!);
        }

        recorder.Decided(now, decision, before, reading, snapshot);
    }

    /// <summary>Gives a worker up: at once, or when it has finished what it has.</summary>
    private void Release(SimulatedWorker worker)
    {
        if (policy.Drain.Mode == DrainMode.Graceful)
        {
            Drain(worker);
        }
        else
        {
            Interrupt(worker);
        }
    }

    private void Drain(SimulatedWorker worker)
    {
        fleet.Drain(worker);
        Tell(RecordedEventKind.Draining, worker);
        HandBack(worker);
        EndIfIdle(worker);
        Assign();
        if (!worker.Gone)
        {
            calendar.Add(now + policy.Drain.TimeoutOnInstances.TotalSeconds, new(EventKind.DrainOverdue, worker));
        }
    }

    /// <summary>Ends a worker with what it has in hand: a drain gives that back at once, else it is seen again when its lease ends.</summary>
    private void Interrupt(SimulatedWorker worker)
    {
        recorder.Killed(worker.Busy);
        var returned = worker.Phase == FleetMemberState.Draining && policy.Drain.ReturnUnfinished;
        foreach (var request in worker.Slots.Where(request => request >= 0).Concat(worker.Prefetched))
        {
            queue.EndLease();
            Tell(RecordedEventKind.LeaseEnded, worker);
            calendar.Add(returned ? now : now + settings.VisibilityTimeout.TotalSeconds, new(EventKind.RequestVisible, Value: request));
        }

        End(worker);
    }

    /// <summary>Requests that a draining worker has not begun wait again at once.</summary>
    private void HandBack(SimulatedWorker worker)
    {
        while (worker.Prefetched.TryDequeue(out var request))
        {
            queue.EndLease();
            Tell(RecordedEventKind.LeaseEnded, worker);
            queue.Return(request);
            Tell(RecordedEventKind.Returned);
        }
    }

    private void EndIfIdle(SimulatedWorker worker)
    {
        if (worker.Busy == 0)
        {
            End(worker);
        }
    }

    private void End(SimulatedWorker worker)
    {
        fleet.End(worker, now);
        Tell(RecordedEventKind.Gone, worker);
    }

    private void Tell(RecordedEventKind kind, SimulatedWorker? worker = null, double seconds = 0) => recorder.Happened(now, kind, worker, seconds);

    private double ServiceTime(int request) => workload.Services[request] + (workload.Overhead ?? settings.Overhead).TotalSeconds;

    private QueueReading ReadQueue()
    {
        var exact = queue.Read(settings.Start, Clock(now));
        return exact with { Waiting = Approximate(exact.Waiting), Leased = Approximate(exact.Leased) };
    }

    private long Approximate(long count) => settings.CountError > 0
        ? (long)Math.Round(count * (1 + (settings.CountError * ((2 * random.NextDouble()) - 1))))
        : count;

    private DateTimeOffset Clock(double seconds) => settings.Start + TimeSpan.FromSeconds(seconds);
}
