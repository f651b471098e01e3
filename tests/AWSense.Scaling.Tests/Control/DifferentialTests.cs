using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;
using AWSense.Scaling.Tests.Simulation;
using AWSense.Scaling.Tests.Simulation.Suite;

namespace AWSense.Scaling.Tests.Control;

/// <summary>The controller that runs live decides as the simulator does, to the word.</summary>
public sealed class DifferentialTests
{
    private static readonly IReadOnlyList<ScalingPolicy> Policies =
        [.. SuitePolicies.All, SuitePolicies.Default, SuitePolicies.Read("local"), SuitePolicies.Read("demo")];

    public static TheoryData<string> Names => new(Policies.Select(policy => policy.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_controller_takes_the_simulators_decisions(string name)
    {
        var policy = Policies.Single(policy => policy.Name == name);
        var simulated = Simulate(policy);

        var taken = await ReplayedRun.ReplayAsync(policy, simulated.Events);

        Assert.True(simulated.Decisions.Count > 100);
        Assert.Equal(simulated.Decisions.Select(Told), taken.Select(Told));
        Assert.True(simulated.Decisions.Count(decision => decision.Decision.Desired != decision.Before) >= (policy.Rule is FixedRule ? 1 : 5));
    }

    /// <summary>A flash crowd; for the quick policies of one machine a shorter one.</summary>
    private static SimulationResult Simulate(ScalingPolicy policy)
    {
        var quick = policy.Signals.Interval < TimeSpan.FromSeconds(1);
        var settings = new SimulationSettings { Seed = 11, RecordEvents = true, TimelinePoints = 0 };
        return quick
            ? Samples.Run(policy, Flash(), settings with { OrderDelay = TimeSpan.Zero, BootTime = Distribution.Uniform(0.6, 2) })
            : Samples.Run(policy, WorkloadCatalog.Find("flash").Draw(11), settings);
    }

    private static Workload Flash()
    {
        var calm = Samples.Poisson(rate: 0.8, hours: 0.25, Distribution.Lognormal(1, 0.3), seed: 11);
        var crowd = Samples.Poisson(rate: 6, hours: 0.05, Distribution.Lognormal(1, 0.3), seed: 12);
        var all = calm.Arrivals.Zip(calm.Services).Concat(crowd.Arrivals.Select(at => at + 300).Zip(crowd.Services)).OrderBy(request => request.First).ToList();
        return calm with { Name = "flash", Arrivals = [.. all.Select(request => request.First)], Services = [.. all.Select(request => request.Second)] };
    }

    private static (TimeSpan At, int Desired, string Reason) Told(SimulatedDecision decision) => (decision.At, decision.Decision.Desired, decision.Decision.Reason);

    private static (TimeSpan At, int Desired, string Reason) Told(DecisionRecord decision) => (decision.At - SteppedTime.Origin, decision.Desired, decision.Reason);
}
