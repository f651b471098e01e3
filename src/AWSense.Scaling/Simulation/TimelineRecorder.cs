using AWSense.Core.Fleet;

namespace AWSense.Scaling.Simulation;

/// <summary>Writes down the state of a run at equal distances.</summary>
internal sealed class TimelineRecorder(int points, double horizon)
{
    private readonly List<SimulatedState> states = [];

    /// <summary>When the next state is due; infinite when there is none.</summary>
    public double NextAt => states.Count < points ? From(states.Count) : double.PositiveInfinity;

    /// <summary>Takes the state of <see cref="NextAt"/>.</summary>
    public void Take(SimulatedQueue queue, SimulatedFleet fleet, int desired)
    {
        var phases = new int[3];
        foreach (var worker in fleet.Workers)
        {
            phases[(int)worker.Phase]++;
        }

        states.Add(new(
            queue.Waiting,
            queue.Leased,
            phases[(int)FleetMemberState.InService],
            phases[(int)FleetMemberState.Booting],
            phases[(int)FleetMemberState.Draining],
            desired));
    }

    /// <summary>The states, with what became of the requests that came between them.</summary>
    /// <param name="latencies">Seconds, one for each arrival; NaN for none.</param>
    public IReadOnlyList<SimulatedInterval> Finish(Workload workload, TimeSpan overhead, double[] latencies)
    {
        var intervals = new SimulatedInterval[states.Count];
        var request = 0;
        for (var index = 0; index < intervals.Length; index++)
        {
            var to = From(index + 1);
            var first = request;
            var work = 0.0;
            for (; request < latencies.Length && workload.Arrivals[request] < to; request++)
            {
                work += workload.Services[request] + overhead.TotalSeconds;
            }

            var answered = latencies[first..request].Where(latency => !double.IsNaN(latency)).Order().ToArray();
            intervals[index] = new()
            {
                From = From(index),
                To = to,
                DemandSlots = work / (to - From(index)),
                LatencyP95 = answered.Length == 0 ? null : Percentiles.NearestRank(answered, 0.95),
                State = states[index],
            };
        }

        return intervals;
    }

    private double From(int index) => horizon * index / points;
}
