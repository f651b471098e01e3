using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using CsCheck;
using Run = AWSense.Scaling.Simulation.Simulation;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>What the demand rule learns, and that it does no harm.</summary>
public sealed class LearningDemandTests
{
    private static readonly SimulationSettings World = new() { Overhead = TimeSpan.Zero, BootTime = Distribution.Constant(73) };

    [Fact]
    public void A_constant_load_changes_nothing_after_a_while() =>
        Gen.Double[0.3, 12].Sample(
            rate =>
            {
                var policy = LearningDemand.Policy(objective: ScalingObjective.Steady);
                var run = Run.Run(policy, Steady(rate, 5400, 5400), World);
                var settled = 10 * (LearningDemand.Boot.TotalSeconds + 45);

                Assert.Single(run.Decisions.Where(decision => decision.At.TotalSeconds > settled).Select(decision => decision.Decision.Desired).Distinct());
            },
            iter: 20);

    [Fact]
    public void Without_requests_the_fleet_reaches_its_minimum() =>
        Gen.Select(Gen.Double[0.5, 14], Gen.OneOf(Gen.Const(30.0), Gen.Const(60.0), Gen.Const(90.0))).Sample(
            (rate, slo) =>
            {
                var run = Run.Run(LearningDemand.Policy(slo), Steady(rate, 3600, 5400), World);
                var hold = LearningDemand.Boot.TotalSeconds * 1.6; // the longest there can be
                var forgotten = 5 * LearningDemand.Rule.RateWindow.TotalSeconds;
                var end = 3600 + forgotten + hold + (slo / 3) + 10;

                Assert.All(run.Decisions.Where(decision => decision.At.TotalSeconds > end), decision => Assert.Equal(1, decision.Decision.Desired));
            },
            iter: 20);

    [Fact]
    public void Bursts_shorter_than_a_boot_order_fewer_workers_once_they_are_known()
    {
        int[] burst = [.. Enumerable.Repeat(60, 8), .. Enumerable.Repeat(0, 40)];
        var decider = Deciders.For(LearningDemand.Policy(slo: 90));
        var (unknown, _, _) = LearningDemand.After(decider, burst[..8]);
        var (known, _, _) = LearningDemand.After(decider, [.. burst, .. burst, .. burst, .. burst, .. burst, .. burst, .. burst[..8]]);

        var first = Demanded(decider, unknown, 8 * 60, 8 * 5);
        var later = Demanded(decider, known, 56 * 60, 296 * 5);

        Assert.True(later.Desired < 0.75 * first.Desired, $"{first} / {later}");
        Assert.Contains("of the difference lasts", later.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rise_larger_than_any_before_is_believed_at_once_where_nobody_can_wait_for_a_boot()
    {
        var quiet = Enumerable.Repeat(5, 400);
        var soon = Deciders.For(LearningDemand.Policy(slo: 60));
        var late = Deciders.For(LearningDemand.Policy(slo: 90));

        var believed = Demanded(soon, LearningDemand.After(soon, quiet).State, (400 * 5) + 50, 401 * 5);
        var awaited = Demanded(late, LearningDemand.After(late, quiet).State, (400 * 5) + 50, 401 * 5);

        Assert.StartsWith("10 requests/s, after a jump,", believed.Reason, StringComparison.Ordinal);
        Assert.True(believed.Desired >= 10, believed.ToString()); // and some for what waits until they have booted
        Assert.DoesNotContain("jump", awaited.Reason, StringComparison.Ordinal);
        Assert.InRange(awaited.Desired, 1, 4);
    }

    [Fact]
    public void Workers_are_kept_through_short_gaps_and_given_up_in_long_ones()
    {
        int[] shortGaps = [.. Enumerable.Repeat((int[])[.. Enumerable.Repeat(50, 40), .. Enumerable.Repeat(0, 12)], 12).SelectMany(gap => gap)];
        int[] longGaps = [.. Enumerable.Repeat((int[])[.. Enumerable.Repeat(50, 40), .. Enumerable.Repeat(0, 100)], 12).SelectMany(gap => gap)];

        Assert.True(SecondsKept(shortGaps) > SecondsKept(longGaps) + 60);
    }

    [Fact]
    public void Long_pauses_cost_less_and_no_promise_is_broken()
    {
        var workload = Bursts(rate: 10, on: 300, off: 600, horizon: 10_800);
        var learning = Run.Run(LearningDemand.Policy(slo: 90), workload, new(), TestContext.Current.CancellationToken);
        var plain = Run.Run(LearningDemand.Policy(slo: 90, rule: new DemandRule()), workload, new(), TestContext.Current.CancellationToken);

        Assert.True(learning.InstanceSeconds < 0.95 * plain.InstanceSeconds, $"{learning.InstanceSeconds:0} / {plain.InstanceSeconds:0}");
        Assert.True(learning.P95 < 0.97 * 90, $"{learning.P95:0.0}");
        Assert.Equal(0, learning.BusyKilled);
    }

    private static ScalingDecision Demanded(IDecider decider, DeciderState state, long arrived, double seconds) =>
        decider.Decide(LearningDemand.Observe(LearningDemand.Start.AddSeconds(seconds), arrived, 0, 1), state).Decision;

    /// <summary>How long ten workers stay, when nothing comes any more.</summary>
    private static double SecondsKept(int[] past)
    {
        var decider = Deciders.For(LearningDemand.Policy());
        var (state, arrived, now) = LearningDemand.After(decider, [.. past, .. Enumerable.Repeat(50, 40)]);
        var (workers, since) = (10, now);
        while (workers > 1)
        {
            now = now.AddSeconds(5);
            (var decision, state) = decider.Decide(LearningDemand.Observe(now, arrived, 0, workers), state);
            workers = decision.Desired;
        }

        return (now - since).TotalSeconds;
    }

    private static Workload Steady(double rate, double until, double horizon)
    {
        List<double> arrivals = [.. Enumerable.Range(1, (int)(rate * until)).Select(number => number / rate)];
        return Of(arrivals, horizon);
    }

    private static Workload Bursts(double rate, double on, double off, double horizon)
    {
        var random = new Random(3);
        List<double> arrivals = [];
        for (var at = 0.0; at < horizon; at -= Math.Log(1 - random.NextDouble()) / rate)
        {
            if (at % (on + off) < on)
            {
                arrivals.Add(at);
            }
        }

        return Of(arrivals, horizon);
    }

    private static Workload Of(List<double> arrivals, double horizon) => new()
    {
        Name = "made",
        Arrivals = arrivals,
        Services = [.. arrivals.Select(_ => 1.0)],
        Horizon = TimeSpan.FromSeconds(horizon),
    };
}
