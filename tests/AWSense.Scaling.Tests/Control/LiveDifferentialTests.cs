using AWSense.Scaling.Control;
using AWSense.Scaling.Deciding;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;
using AWSense.Scaling.Tests.Simulation.Suite;

namespace AWSense.Scaling.Tests.Control;

/// <summary>On the raw events of live runs, the controller and the simulator take the same decisions, to the word.</summary>
public sealed class LiveDifferentialTests
{
    private static readonly IReadOnlyList<ScalingPolicy> Policies =
        [.. SuitePolicies.All, SuitePolicies.Default, SuitePolicies.Read("local"), SuitePolicies.Read("demo")];

    public static MatrixTheoryData<string, string> Pairs => new(LiveRuns.Names, Policies.Select(policy => policy.Name));

    public static TheoryData<string> Runs => new(LiveRuns.Names);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Any_policy_decides_live_as_in_the_simulator(string run, string name)
    {
        var policy = Policies.Single(policy => policy.Name == name);
        var quick = policy.Signals.Interval < TimeSpan.FromSeconds(1);
        var events = LiveRuns.SeenBy(policy, LiveRuns.Read(run), stretch: quick ? 1 : 20);

        var simulated = ReplayedSimulation.Replay(policy, events);
        var taken = await ReplayedRun.ReplayAsync(policy, events);

        Assert.True(simulated.Count >= 20, $"only {simulated.Count} decisions");
        Assert.Equal(simulated.Select(Told), taken.Select(Told));
        Assert.True(policy.Rule is FixedRule || simulated.Select(decision => decision.Decision.Desired).Distinct().Count() > 1);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task The_policy_that_steered_decides_again_as_it_did(string run)
    {
        var policy = LiveRuns.PolicyOf(run);
        var events = LiveRuns.Read(run);
        var live = events.Where(happened => happened.Kind == RecordedEventKind.Decided).ToList();

        var simulated = ReplayedSimulation.Replay(policy, events);
        var taken = await ReplayedRun.ReplayAsync(policy, events);

        Assert.Equal(simulated.Select(Told), taken.Select(Told));
        Assert.Equal(live.Select(decision => decision.At), taken.Select(decision => decision.At - SteppedTime.Origin));

        // Live, workers tell what they have done up to a tenth of a second later, so the figures in the words may differ in their last digits.
        Assert.Equal(live.Select(decision => decision.Desired), taken.Select(decision => (int?)decision.Desired));
    }

    private static (TimeSpan At, int Desired, string Reason) Told((TimeSpan At, ScalingDecision Decision) decision) =>
        (decision.At, decision.Decision.Desired, decision.Decision.Reason);

    private static (TimeSpan At, int Desired, string Reason) Told(DecisionRecord decision) =>
        (decision.At - SteppedTime.Origin, decision.Desired, decision.Reason);
}
