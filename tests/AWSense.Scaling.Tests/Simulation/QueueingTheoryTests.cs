using AWSense.Scaling.Deciding;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Tests.Simulation;

/// <summary>The simulator agrees with what is known exactly.</summary>
public sealed class QueueingTheoryTests
{
    private static readonly SimulationSettings NoOverhead = new() { Overhead = TimeSpan.Zero, TimelinePoints = 0 };

    [Theory]
    [InlineData(1, 0.5, 300)]
    [InlineData(2, 1.6, 200)]
    [InlineData(5, 4.0, 150)]
    [InlineData(14, 11.5, 50)]
    public void Waiting_is_as_Erlang_computed(int servers, double load, double hours)
    {
        var workload = Samples.Poisson(load, hours, Distribution.Exponential(1), seed: 20260105);

        var result = Samples.Run(Samples.Fixed(servers), workload, NoOverhead);

        Assert.InRange(result.WaitProbability / ErlangC.WaitProbability(servers, load), 0.99, 1.01);
        Assert.InRange(result.MeanWait / ErlangC.MeanWait(servers, load), 0.97, 1.03);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Waiting_for_constant_work_is_as_Pollaczek_and_Khinchine_computed(double load)
    {
        var workload = Samples.Poisson(load, 400, Distribution.Constant(1), seed: 20260105);

        var result = Samples.Run(Samples.Fixed(1), workload, NoOverhead);

        Assert.InRange(result.WaitProbability / load, 0.99, 1.01);
        Assert.InRange(result.MeanWait / (load / (2 * (1 - load))), 0.97, 1.03);
    }

    [Fact]
    public void Slots_of_one_worker_serve_as_many_workers_do()
    {
        var workload = Samples.Poisson(4, 10, Distribution.Exponential(1), seed: 7);
        var wide = Samples.Fixed(1) with { Fleet = new() { Min = 1, Max = 1, Initial = 1, WorkersPerInstance = 5 } };

        var one = Samples.Run(wide, workload, NoOverhead);
        var five = Samples.Run(Samples.Fixed(5), workload, NoOverhead);

        Assert.Equal(five.MeanWait, one.MeanWait, precision: 9);
        Assert.Equal(five.InstanceSeconds, 5 * one.InstanceSeconds, precision: 6);
    }
}
