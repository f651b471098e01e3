using AWSense.Scaling.Simulation.Workloads;

namespace AWSense.Scaling.Tests.Simulation.Workloads;

/// <summary>Workloads by name: as many requests, at the times, that their description says.</summary>
public sealed class WorkloadCatalogTests
{
    private const double Deviations = 4.5; // one false alarm in 150,000

    [Theory]
    [InlineData("const", 0, 14400, 72000)]
    [InlineData("poisson:5:4h", 0, 14400, 72000)]
    [InlineData("diurnal", 0, 21600, 140400)]
    [InlineData("diurnal", 0, 600, 673)] // 1 a second, beginning to rise
    [InlineData("diurnal", 10500, 11100, 7166)] // almost 12 a second
    [InlineData("flash", 0, 1800, 2700)]
    [InlineData("flash", 1800, 1830, 202.5)]
    [InlineData("flash", 1830, 2430, 7200)]
    [InlineData("flash", 2430, 3330, 4343.2)] // 1.5 a second, and three time constants of the rest
    [InlineData("flash", 6300, 7200, 1350)]
    [InlineData("stairs", 0, 1200, 2400)]
    [InlineData("stairs", 1200, 2400, 9600)]
    [InlineData("stairs", 6000, 7200, 16800)]
    [InlineData("stairs", 8400, 9600, 1200)]
    public void Requests_come_at_the_rate_of_the_description(string name, double from, double to, double expected)
    {
        var arrivals = WorkloadCatalog.Find(name).Draw(seed: 3).Arrivals.Count(at => at >= from && at < to);

        Assert.Equal(expected, arrivals, Deviations * Math.Sqrt(expected));
    }

    [Fact]
    public void Constant_requests_come_at_equal_distances()
    {
        var arrivals = WorkloadCatalog.Find("constant:5:1m").Draw(1).Arrivals;

        Assert.Equal(299, arrivals.Count);
        Assert.All(arrivals.Zip(arrivals.Skip(1)), pair => Assert.Equal(0.2, pair.Second - pair.First, precision: 9));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Onoff_alternates_between_ten_a_second_and_nothing(int seed)
    {
        var arrivals = WorkloadCatalog.Find("onoff").Draw(seed).Arrivals;
        var begins = new List<double> { arrivals[0] };
        var ends = new List<double>();
        foreach (var (earlier, later) in arrivals.Zip(arrivals.Skip(1)).Where(pair => pair.Second - pair.First > 60))
        {
            ends.Add(earlier);
            begins.Add(later);
        }

        Assert.InRange(arrivals[0], 300, 303);
        Assert.All(begins.Zip(ends), stretch => Assert.InRange(stretch.Second - stretch.First, 176, 420));
        Assert.All(ends.Zip(begins.Skip(1)), pause => Assert.InRange(pause.Second - pause.First, 480, 724));
        var busy = begins.Zip(ends).Sum(stretch => stretch.Second - stretch.First);
        Assert.Equal(10, arrivals.Count(at => at <= ends[^1]) / busy, precision: 0);
    }

    [Fact]
    public void A_burst_comes_at_once_and_alone()
    {
        var workload = WorkloadCatalog.Find("burst:100:5s:2m").Draw(1);

        Assert.Equal(Enumerable.Repeat(120.0, 100), workload.Arrivals);
        Assert.Equal(5, workload.Services.Average(), 0.6);
        Assert.Equal(TimeSpan.FromHours(1), workload.Horizon);
    }

    [Fact]
    public void Phases_move_a_burst_through_the_minute()
    {
        var workload = WorkloadCatalog.Find("burst:2:1s:phases").Draw(1);

        Assert.Equal(TimeSpan.FromHours(20), workload.Horizon);
        Assert.Equal(Enumerable.Range(0, 20).Select(phase => 3.0 * phase), workload.Arrivals.Distinct().Select(at => Math.Round(at % 60, 6)));
    }

    [Fact]
    public void The_same_seed_draws_the_same_requests_and_another_seed_others()
    {
        foreach (var recipe in WorkloadCatalog.Suite)
        {
            var (first, again, other) = (recipe.Draw(1), recipe.Draw(1), recipe.Draw(2));
            Assert.Equal(first.Arrivals, again.Arrivals);
            Assert.Equal(first.Services, again.Services);
            Assert.NotEqual(first.Arrivals[0], other.Arrivals[0]);
            Assert.True(first.Arrivals.Zip(first.Arrivals.Skip(1)).All(pair => pair.First <= pair.Second));
            Assert.InRange(first.Arrivals[^1], 0, recipe.Horizon.TotalSeconds);
            Assert.Equal(1, first.Services.Average(), 0.02);
        }
    }

    [Theory]
    [InlineData("const", 30)]
    [InlineData("diurnal", 30)]
    [InlineData("flash", 60)]
    [InlineData("stairs", 60)]
    [InlineData("onoff", 90)]
    public void Each_workload_of_the_suite_has_its_limit(string name, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WorkloadCatalog.Find(name).LatencyLimit);

    [Theory]
    [InlineData("")]
    [InlineData("wave")]
    [InlineData("Const")]
    [InlineData("poisson")]
    [InlineData("poisson:0")]
    [InlineData("poisson:5:4")]
    [InlineData("poisson:NaN:1h")]
    [InlineData("constant:-1:1h")]
    [InlineData("constant:1:0s")]
    [InlineData("constant:1000:167h")] // more requests than a run may have
    [InlineData("burst:0")]
    [InlineData("burst:ten")]
    [InlineData("burst:100:5s:2h")] // after the end
    public void An_unknown_name_is_told_the_known_ones(string name)
    {
        var exception = Assert.Throws<FormatException>(() => WorkloadCatalog.Find(name));

        Assert.All(WorkloadCatalog.Names, known => Assert.Contains(known, exception.Message, StringComparison.Ordinal));
    }
}
