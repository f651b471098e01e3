using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>What holds for the learning demand rule, whatever it has learned.</summary>
public sealed class LearningDemandPropertyTests
{
    private static readonly Gen<double> GenSlo = Gen.OneOf(Gen.Const(10.0), Gen.Const(30.0), Gen.Const(60.0), Gen.Const(90.0), Gen.Const(300.0));

    /// <summary>Requests in five seconds: quiet, steady, and bursts.</summary>
    private static readonly Gen<int[]> GenPast =
        Gen.Frequency((4, Gen.Int[0, 60]), (2, Gen.Const(0)), (1, Gen.Int[0, 400])).Array[1, 300];

    private static readonly Gen<(int Requests, int Waiting, int InService, double[] Ages)> GenNow =
        Gen.Select(Gen.Int[0, 200], Gen.Int[0, 2000], Gen.Int[0, 19], Gen.Double[0, 100].Array[0, 8]);

    [Fact]
    public void The_same_observation_and_state_always_give_the_same_decision() =>
        Gen.Select(GenSlo, GenPast, GenNow).Sample((slo, past, now) =>
        {
            var decider = Deciders.For(LearningDemand.Policy(slo));
            var (state, arrived, at) = LearningDemand.After(decider, past);
            var seen = LearningDemand.Observe(at.AddSeconds(5), arrived + now.Requests, now.Waiting, now.InService, now.Ages);

            var (first, after) = decider.Decide(seen, state);
            LearningDemand.After(decider, past); // Neither other decisions of the decider
            decider.Decide(seen with { Now = at.AddSeconds(10) }, after); // nor later ones change what the state says.
            var (again, _) = decider.Decide(seen, state);
            var (fresh, _) = Deciders.For(LearningDemand.Policy(slo)).Decide(seen, LearningDemand.After(decider, past).State);

            Assert.Equal(first, again);
            Assert.Equal(first, fresh);
        });

    [Fact]
    public void More_waiting_requests_never_want_fewer_workers() =>
        Gen.Select(GenSlo, GenPast, GenNow, Gen.Int[0, 2000]).Sample((slo, past, now, more) =>
        {
            var decider = Deciders.For(LearningDemand.Policy(slo));
            var (state, arrived, at) = LearningDemand.After(decider, past);
            int Desired(int waiting) => decider.Decide(
                LearningDemand.Observe(at.AddSeconds(5), arrived + now.Requests, waiting, now.InService, now.Ages), state).Decision.Desired;

            Assert.True(Desired(now.Waiting + more) >= Desired(now.Waiting));
        });

    [Fact]
    public void What_was_ordered_is_not_ordered_again_for_the_same_observation() =>
        Gen.Select(GenSlo, GenPast, GenNow).Sample((slo, past, now) =>
        {
            var decider = Deciders.For(LearningDemand.Policy(slo));
            var (state, arrived, at) = LearningDemand.After(decider, past);
            var seen = LearningDemand.Observe(at.AddSeconds(5), arrived + now.Requests, now.Waiting, now.InService, now.Ages);
            var (first, after) = decider.Decide(seen, state);
            var ordered = Math.Max(0, first.Desired - seen.Fleet.Current);
            var fleet = seen.Fleet with { BootingSince = [.. seen.Fleet.BootingSince, .. Enumerable.Repeat(seen.Now, ordered)] };

            var (second, _) = decider.Decide(seen with { Fleet = fleet }, after);

            Assert.True(second.Desired <= fleet.Current, $"{first} then {second}");
        });

    [Fact]
    public void Without_a_reading_the_fleet_stays_and_nothing_is_learned() =>
        Gen.Select(GenSlo, GenPast, GenNow).Sample((slo, past, now) =>
        {
            var decider = Deciders.For(LearningDemand.Policy(slo));
            var (state, arrived, at) = LearningDemand.After(decider, past);
            var seen = LearningDemand.Observe(at.AddSeconds(5), arrived, 0, now.InService, now.Ages);

            var (decision, after) = decider.Decide(seen with { Queue = null }, state);

            Assert.Equal(Math.Clamp(seen.Fleet.Current, 1, 19), decision.Desired);
            var later = LearningDemand.Observe(at.AddSeconds(10), arrived + now.Requests, now.Waiting, now.InService);
            Assert.Equal(decider.Decide(later, state).Decision, decider.Decide(later, after).Decision);
        });

    [Fact]
    public void A_share_of_the_promise_to_drain_in_is_that_time_to_drain_in() =>
        Gen.Select(GenPast, GenNow).Sample((past, now) =>
        {
            var share = Deciders.For(LearningDemand.Policy(40, rule: new DemandRule { DrainShare = 0.25 }));
            var time = Deciders.For(LearningDemand.Policy(40, rule: new DemandRule { DrainWithin = TimeSpan.FromSeconds(10) }));
            ScalingDecision Decide(IDecider decider)
            {
                var (state, arrived, at) = LearningDemand.After(decider, past);
                var seen = LearningDemand.Observe(at.AddSeconds(5), arrived + now.Requests, now.Waiting, now.InService, now.Ages);
                return decider.Decide(seen, state).Decision;
            }

            Assert.Equal(Decide(time), Decide(share));
        });
}
