using AWSense.Scaling.Control;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Simulation;

/// <summary>Writes down what happens in a run.</summary>
internal sealed class SimulationRecorder(Workload workload, SimulationSettings settings)
{
    private readonly double[] startedAt = Filled(workload.Arrivals.Count);
    private readonly double[] latencies = Filled(workload.Arrivals.Count);
    private readonly List<SimulatedDecision> decisions = [];
    private int busyKilled;
    private int turns;
    private int direction;

    public void Started(int request, double now)
    {
        if (double.IsNaN(startedAt[request]))
        {
            startedAt[request] = now;
        }
    }

    public void Completed(int request, double now)
    {
        // The first answer counts; a second delivery changes nothing for the client.
        if (double.IsNaN(latencies[request]))
        {
            latencies[request] = now - workload.Arrivals[request];
        }
    }

    public void Killed(int busySlots) => busyKilled += busySlots > 0 ? 1 : 0;

    public void Decided(double now, ScalingDecision decision, int before, QueueReading queue, FleetSnapshot fleet)
    {
        var sign = Math.Sign(decision.Desired - before);
        if (sign != 0)
        {
            turns += direction != 0 && sign != direction ? 1 : 0;
            direction = sign;
        }

        decisions.Add(new(TimeSpan.FromSeconds(now), queue, fleet.ToReading(), before, decision));
    }

    public SimulationResult Finish(ScalingPolicy policy, SimulatedFleet fleet, SimulatedQueue queue, double horizon)
    {
        var served = latencies.Where(latency => !double.IsNaN(latency)).Order().ToArray();
        var slo = policy.Slo.LatencyP95.TotalSeconds;
        var waits = startedAt.Select((at, request) => at - workload.Arrivals[request]).Where(wait => !double.IsNaN(wait)).ToArray();
        return new()
        {
            Policy = policy.Name,
            Workload = workload.Name,
            Seed = settings.Seed,
            Requests = workload.Arrivals.Count,
            Horizon = TimeSpan.FromSeconds(horizon),
            InstanceSeconds = fleet.Charged + fleet.RunningCharge(horizon),
            P50 = Percentile(served, 0.50),
            P95 = Percentile(served, 0.95),
            P99 = Percentile(served, 0.99),
            Served = served.Length,
            SloMisses = served.Count(latency => latency > slo) + (workload.Arrivals.Count - served.Length),
            WaitProbability = waits.Length == 0 ? 0 : waits.Count(wait => wait > 1e-9) / (double)waits.Length,
            MeanWait = waits.Length == 0 ? 0 : waits.Average(),
            Launches = fleet.Launches,
            Turns = turns,
            BusyKilled = busyKilled,
            LeftWaiting = queue.Waiting,
            LeftLeased = queue.Leased,
            Decisions = decisions,
        };
    }

    /// <summary>The nearest-rank percentile of ordered values; 0 of none.</summary>
    private static double Percentile(double[] ordered, double share) =>
        ordered.Length == 0 ? 0 : ordered[Math.Clamp((int)Math.Ceiling(share * ordered.Length) - 1, 0, ordered.Length - 1)];

    private static double[] Filled(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
