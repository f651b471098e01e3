using AWSense.Scaling.Control;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;

namespace AWSense.Scaling.Simulation;

/// <summary>Writes down what happens in a run.</summary>
internal sealed class SimulationRecorder(Workload workload, SimulationSettings settings)
{
    private readonly double[] startedAt = Filled(workload.Arrivals.Count);
    private readonly double[] latencies = Filled(workload.Arrivals.Count);
    private readonly List<SimulatedDecision> decisions = [];
    private readonly List<RecordedEvent> events = [];
    private readonly TimelineRecorder timeline = new(settings.TimelinePoints, workload.Horizon.TotalSeconds);
    private int duplicates;
    private int completions;
    private int desired;
    private int busyKilled;
    private int turns;
    private int direction;

    /// <summary>Before anything happens at a time: takes the states that were due by then.</summary>
    public void Reached(double at, SimulatedQueue queue, SimulatedFleet fleet)
    {
        while (timeline.NextAt <= at)
        {
            timeline.Take(queue, fleet, desired);
        }
    }

    /// <summary>The fleet begins with so many workers.</summary>
    public void Began(int workers) => desired = workers;

    public void Happened(double now, RecordedEventKind kind, SimulatedWorker? worker, double seconds)
    {
        if (settings.RecordEvents)
        {
            events.Add(new() { At = TimeSpan.FromSeconds(now), Kind = kind, Worker = worker?.Id, Seconds = seconds });
        }
    }

    public void Duplicated() => duplicates++;

    public void Started(int request, double now)
    {
        if (double.IsNaN(startedAt[request]))
        {
            startedAt[request] = now;
        }
    }

    public void Completed(int request, double now)
    {
        completions++;

        // The first answer counts; a second delivery changes nothing for the client.
        if (double.IsNaN(latencies[request]))
        {
            latencies[request] = now - workload.Arrivals[request];
        }
    }

    public void Killed(int busySlots) => busyKilled += busySlots > 0 ? 1 : 0;

    public void Decided(double now, ScalingDecision decision, int before, QueueReading queue, FleetSnapshot fleet)
    {
        desired = decision.Desired;
        var sign = Math.Sign(decision.Desired - before);
        if (sign != 0)
        {
            turns += direction != 0 && sign != direction ? 1 : 0;
            direction = sign;
        }

        decisions.Add(new(TimeSpan.FromSeconds(now), queue, fleet.Reading, before, decision));
    }

    public SimulationResult Finish(ScalingPolicy policy, SimulatedFleet fleet, SimulatedQueue queue, double horizon)
    {
        var served = latencies.Where(latency => !double.IsNaN(latency)).ToArray();
        Array.Sort(served);
        double[] all = [.. served, .. Enumerable.Repeat(double.PositiveInfinity, latencies.Length - served.Length)];
        var slo = policy.Slo.LatencyP95.TotalSeconds;
        var (waitProbability, meanWait) = Waits();
        return new()
        {
            Policy = policy.Name,
            Workload = workload.Name,
            Seed = settings.Seed,
            Requests = workload.Arrivals.Count,
            Horizon = TimeSpan.FromSeconds(horizon),
            InstanceSeconds = fleet.Charged + fleet.RunningCharge(horizon),
            P50 = Percentiles.NearestRank(all, 0.50),
            P95 = Percentiles.NearestRank(all, 0.95),
            P99 = Percentiles.NearestRank(all, 0.99),
            Served = served.Length,
            SloMisses = served.Count(latency => latency > slo) + (workload.Arrivals.Count - served.Length),
            WaitProbability = waitProbability,
            MeanWait = meanWait,
            Launches = fleet.Launches,
            Turns = turns,
            BusyKilled = busyKilled,
            LeftWaiting = queue.Waiting,
            LeftLeased = queue.Leased,
            Duplicates = duplicates,
            Completions = completions,
            Decisions = decisions,
            Events = settings.RecordEvents ? events : Array.Empty<RecordedEvent>(),
            Timeline = timeline.Finish(workload, workload.Overhead ?? settings.Overhead, latencies),
        };
    }

    /// <summary>The share of started requests that waited, and the mean wait of all of them.</summary>
    private (double Probability, double Mean) Waits()
    {
        var started = 0;
        var waited = 0;
        var sum = 0.0;
        for (var request = 0; request < startedAt.Length; request++)
        {
            var wait = startedAt[request] - workload.Arrivals[request];
            if (!double.IsNaN(wait))
            {
                started++;
                waited += wait > 1e-9 ? 1 : 0; // less is rounding
                sum += wait;
            }
        }

        return started == 0 ? (0, 0) : ((double)waited / started, sum / started);
    }

    private static double[] Filled(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
