using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>What holds for every rule that reads the queue, whatever it has seen.</summary>
public sealed class DeciderPropertyTests
{
    private static readonly Gen<ScalingPolicy> Policies = Sight.AnyOf([.. Sight.QueueReaders]);

    private static readonly Gen<int[]> Pasts = Gen.Int[0, 80].Array[0, 40];

    private static readonly Gen<Moment> Moments = Gen.Select(Gen.Int[0, 150], Gen.Int[0, 1500], Gen.Int[0, 19], Gen.Double[0, 100].Array[0, 6], (arrivals, waiting, inService, ages) =>
        new Moment(arrivals, waiting, inService, ages));

    [Fact]
    public void More_waiting_requests_never_want_fewer_workers() => Gen.Select(Policies, Pasts, Moments, Gen.Int[0, 1000]).Sample((policy, past, now, more) =>
        Assert.True(Want(policy, past, now with { Waiting = now.Waiting + more }) >= Want(policy, past, now)));

    [Fact]
    public void More_arrivals_never_want_fewer_workers() => Gen.Select(Policies, Pasts, Moments, Gen.Int[0, 200]).Sample((policy, past, now, more) =>
        Assert.True(Want(policy, past, now with { Arrivals = now.Arrivals + more }) >= Want(policy, past, now)));

    [Fact]
    public void Slower_requests_never_want_fewer_workers() => Gen.Select(Policies, Pasts, Moments, Gen.Double[0.01, 3], Gen.Double[0, 3]).Sample((policy, past, now, service, more) =>
        Assert.True(Want(policy, past, now with { Service = service + more }) >= Want(policy, past, now with { Service = service })));

    [Fact]
    public void A_stricter_promise_never_wants_fewer_workers() => Gen.Select(Policies, Pasts, Moments, Gen.Double[1, 200], Gen.Double[0, 200]).Sample((policy, past, now, slo, more) =>
        Assert.True(Want(Promise(policy, slo), past, now) >= Want(Promise(policy, slo + more), past, now)));

    [Fact]
    public void Where_workers_are_ordered_fewer_that_come_already_never_want_fewer() => Gen.Select(Policies.Where(IsDamped), Pasts, Moments).Sample((policy, past, now) =>
    {
        var ordered = Want(policy, past, now);
        Assert.True(now.Ages.Length == 0 || policy.Rule is KedaRule || ordered <= now.Current || Want(policy, past, now with { Ages = now.Ages[1..] }) >= ordered);
    });

    [Fact]
    public void What_was_ordered_is_not_ordered_again_for_the_same_observation() => Gen.Select(Policies.Where(IsDamped), Pasts, Moments).Sample((policy, past, now) =>
    {
        var sight = After(policy, past);
        var seen = now.Seen(past);
        var first = sight.Decide(seen).Desired;
        var ordered = Math.Max(0, first - now.Current);
        var second = sight.Decide(seen with { Fleet = seen.Fleet with { BootingSince = [.. seen.Fleet.BootingSince, .. Enumerable.Repeat(seen.Now, ordered)] } }).Desired;

        // Kubernetes lets a fleet only double at a time, so there the rest comes later; but never more than are needed.
        var most = policy.Rule is KedaRule rule ? Math.Max(now.Current, (int)Math.Ceiling((now.Waiting + now.InService) / rule.QueueLength)) : now.Current + ordered;
        Assert.True(second <= Math.Max(most, policy.Fleet.Min), $"{first}, then {second}");
    });

    [Fact]
    public void Without_fresh_figures_the_fleet_never_shrinks_and_comes_back_with_them() => Gen.Select(Policies, Pasts, Moments, Gen.Bool, Gen.Int[1, 5]).Sample((policy, past, now, stale, times) =>
    {
        var sight = After(policy, past);
        var seen = now.Seen(past);
        var fresh = sight.Try(seen);
        var old = seen.Queue! with { ReadAt = seen.Now - policy.Signals.MaxAge - TimeSpan.FromTicks(1) };
        for (var time = 0; time < times; time++)
        {
            Assert.Equal(Math.Clamp(now.Current, policy.Fleet.Min, policy.Fleet.Max), sight.Decide(seen with { Queue = stale ? old : null }).Desired);
        }

        Assert.Equal(fresh, sight.Try(seen));
    });

    [Fact]
    public void A_load_of_more_and_shorter_requests_gets_the_same_fleet() =>
        Gen.Select(Sight.AnyOf<ScalingRule>(new DemandRule { NoiseSigma = 0 }, new PlainRule()), Sight.AnyOf(ScalingObjective.Steady, ScalingObjective.Economy), Pasts, Moments, Sight.AnyOf(2, 4, 8)).Sample(
            (rule, objective, past, now, factor) =>
            {
                var policy = new ScalingPolicy { Rule = rule, Slo = new() { Objective = objective } };
                var shorter = now with { Arrivals = now.Arrivals * factor, Waiting = now.Waiting * factor, Service = now.Service / factor };
                Assert.Equal(Want(policy, past, now), Want(policy, [.. past.Select(arrivals => arrivals * factor)], shorter, 1.0 / factor));
            });

    /// <summary>Each worker that is ordered allows as much backlog as it was ordered for; where it allows less, some are ordered a turn later.</summary>
    private static bool IsDamped(ScalingPolicy policy) =>
        policy.Rule is not DemandRule rule || rule.WaitBudget * policy.Slo.LatencyP95 >= (rule.DrainShare > 0 ? rule.DrainShare * policy.Slo.LatencyP95 : rule.DrainWithin);

    private static int Want(ScalingPolicy policy, int[] past, Moment now, double service = 1) => After(policy, past, service).Try(now.Seen(past)).Desired;

    private static ScalingPolicy Promise(ScalingPolicy policy, double seconds) => policy with { Slo = policy.Slo with { LatencyP95 = TimeSpan.FromSeconds(seconds) } };

    /// <summary>A decider that has seen some arrivals every five seconds, with a worker for each that a second brings.</summary>
    private static Sight After(ScalingPolicy policy, int[] past, double service = 1)
    {
        var sight = new Sight(policy);
        var arrived = 0L;
        for (var tick = 0; tick < past.Length; tick++)
        {
            arrived += past[tick];
            sight.Decide(Sight.At(5 * (tick + 1), 1 + (int)(past[tick] * service / 5), arrived: arrived, service: service));
        }

        return sight;
    }

    private sealed record Moment(int Arrivals, int Waiting, int InService, double[] Ages, double Service = 1)
    {
        public int Current => InService + Ages.Length;

        public ScalingObservation Seen(int[] past) =>
            Sight.At(5 * (past.Length + 1), InService, Waiting, leased: InService, arrived: past.Sum() + Arrivals, Service, Ages);
    }
}
