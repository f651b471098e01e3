using AWSense.Core.Fleet;
using AWSense.Load.Results;
using AWSense.Reporting;
using AWSense.Scaling.Recording;
using AWSense.Scaling.Simulation;

namespace AWSense.Evaluating;

/// <summary>Tries a case in virtual time, with the decider that runs live.</summary>
internal static class SimulatedCase
{
    /// <summary>Longer than any policy takes to get the work done and the fleet back to one.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(2);

    /// <summary>Runs it.</summary>
    /// <param name="world">With <see cref="SimulationSettings.RecordEvents"/>.</param>
    /// <param name="load">The burst.</param>
    public static CaseFigures Run(EvaluationCase tried, SimulationSettings world, Burst load)
    {
        var burst = load.At.TotalSeconds;
        var arrivals = load.Arrivals;
        var workload = new Workload
        {
            Name = tried.Title,
            Arrivals = [.. arrivals.Select(arrival => burst + arrival)],
            Services = [.. arrivals.Select(_ => tried.ServiceTime.TotalSeconds)],
            Horizon = Horizon,
        };
        var result = Simulation.Run(tried.Policy, workload, world);
        var replay = Replay.Of(result, burst);
        return new()
        {
            Makespan = replay.LastCompleted,
            P50 = result.P50,
            P95 = result.P95,
            Answered = result.Served,
            Launches = result.Launches,
            BusyKilled = result.BusyKilled,
            Redeliveries = replay.Redeliveries,
            Trace = replay.Trace,
        };
    }

    /// <summary>A run's events, counted up to the states between them.</summary>
    private sealed class Replay(double burst, int initial, IReadOnlyList<FleetDecision> decisions)
    {
        private readonly Dictionary<string, FleetMemberState> phases = new(StringComparer.Ordinal);
        private readonly List<FleetSample> samples = [];
        private int desired = initial;
        private int next;
        private int waiting;
        private int leased;

        public double LastCompleted { get; private set; }

        public int Redeliveries { get; private set; }

        public FleetTrace Trace => new(samples, decisions);

        public static Replay Of(SimulationResult result, double burst)
        {
            var changes = result.Decisions.Where(decision => decision.Before != decision.Decision.Desired);
            var replay = new Replay(burst, result.Decisions[0].Before, [.. changes.Select((change, index) => new FleetDecision(
                index + 1, change.At.TotalSeconds - burst, change.Before, change.Decision.Desired, change.Decision.Reason))]);
            foreach (var happened in result.Events)
            {
                replay.Take(happened);
            }

            replay.Add(result.Horizon.TotalSeconds - burst); // as it stays
            return replay;
        }

        private void Take(RecordedEvent happened)
        {
            var at = happened.At.TotalSeconds - burst;
            for (; next < decisions.Count && decisions[next].AtS <= at; next++)
            {
                desired = decisions[next].To;
            }

            switch (happened.Kind)
            {
                case RecordedEventKind.Arrived or RecordedEventKind.Returned:
                    waiting++;
                    break;
                case RecordedEventKind.Started:
                    waiting--;
                    leased++;
                    break;
                case RecordedEventKind.Completed:
                    leased--;
                    LastCompleted = at;
                    break;
                case RecordedEventKind.LeaseEnded:
                    leased--;
                    Redeliveries += phases[happened.Worker!] == FleetMemberState.Draining ? 0 : 1; // a draining one hands back what it hasn't begun
                    break;
                case RecordedEventKind.Ordered:
                    phases[happened.Worker!] = FleetMemberState.Booting;
                    break;
                case RecordedEventKind.Ready:
                    phases[happened.Worker!] = FleetMemberState.InService;
                    break;
                case RecordedEventKind.Draining:
                    phases[happened.Worker!] = FleetMemberState.Draining;
                    break;
                case RecordedEventKind.Gone:
                    phases.Remove(happened.Worker!);
                    break;
                default:
                    return; // neither a sample of the metrics nor a decision changes a state by itself
            }

            Add(at);
        }

        private void Add(double at)
        {
            var sample = new FleetSample(
                at, desired, Count(FleetMemberState.InService), Count(FleetMemberState.Booting), Count(FleetMemberState.Draining), waiting, leased, Redeliveries);
            if (samples.Count > 0 && samples[^1].AtS == at)
            {
                samples[^1] = sample;
            }
            else
            {
                samples.Add(sample);
            }
        }

        private int Count(FleetMemberState state) => phases.Values.Count(phase => phase == state);
    }
}
