using AWSense.Scaling.Simulation;
using CsCheck;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>What holds for every policy in every world; a failure prints the seed that repeats it.</summary>
public sealed class SimulationPropertyTests
{
    private const int Runs = 150;

    [Fact]
    public void The_same_seed_gives_the_same_run() => RandomRun.Any.Sample(
        run =>
        {
            var (first, second) = (run.Run(), run.Run());
            Assert.Equal(Figures(first), Figures(second));
            Assert.Equal(first.Decisions.Select(decision => decision.Decision), second.Decisions.Select(decision => decision.Decision));
            Assert.Equal(first.Timeline, second.Timeline);
        },
        iter: Runs);

    [Fact]
    public void Nothing_is_lost_doubled_or_killed_however_the_world_errs() => RandomRun.Any.Sample(
        run =>
        {
            var result = run.Run();
            Assert.Equal(result.Requests + result.Duplicates, result.Completions + result.LeftWaiting + result.LeftLeased);
            Assert.InRange(result.Requests - result.Served, 0, result.LeftWaiting + result.LeftLeased);
            Assert.Equal(0, result.BusyKilled);

            // No lease outlives the worker that has it.
            var slots = run.Policy.Fleet.WorkersPerInstance;
            Assert.All(result.Timeline, interval => Assert.InRange(interval.State.Leased, 0, (interval.State.InService + interval.State.Draining) * slots));
        },
        iter: Runs);

    [Fact]
    public void The_fleet_stays_within_its_bounds() => RandomRun.Any.Sample(
        run =>
        {
            var (min, max) = (run.Policy.Fleet.Min, run.Policy.Fleet.Max);
            var result = run.Run();
            Assert.All(result.Decisions, decision => Assert.InRange(decision.Decision.Desired, min, max));
            Assert.All(result.Timeline, interval => Assert.InRange(interval.State.InService + interval.State.Booting, 0, max));
        },
        iter: Runs);

    [Fact]
    public void Running_time_is_paid_for() => RandomRun.Any.Sample(
        run =>
        {
            var result = run.Run();
            Assert.True(result.InstanceSeconds * run.Policy.Fleet.WorkersPerInstance >= LeastWork(run, result) - 1e-6, "cheaper than its work");

            // The part of each start that is free, and a lost worker's place until the next decision, which may lie beyond the end.
            var gaps = (result.Launches + run.Policy.Fleet.Max) * (run.Policy.Capacity.Billing.PendingFree + run.Policy.Signals.Interval).TotalSeconds;
            Assert.True(result.InstanceSeconds >= (run.Policy.Fleet.Min * result.Horizon.TotalSeconds) - gaps, "cheaper than its smallest fleet");
        },
        iter: Runs);

    [Fact]
    public void The_time_of_the_start_makes_no_difference() => Gen.Select(RandomRun.Any.Where(run => run.IsTimeless), Gen.Int[1, 100_000]).Sample(
        (run, minutes) =>
        {
            var later = run with { Settings = run.Settings with { Start = run.Settings.Start.AddMinutes(minutes) } };
            Assert.Equal(Figures(run.Run()), Figures(later.Run()));
        },
        iter: Runs);

    /// <summary>The work of the served requests, were the others the longest.</summary>
    private static double LeastWork(RandomRun run, SimulationResult result) =>
        run.Workload.Services.Order().Take(result.Served).Sum() + (result.Served * run.Settings.Overhead.TotalSeconds);

    private static SimulationResult Figures(SimulationResult result) => result with { Decisions = [], Timeline = [] };
}
