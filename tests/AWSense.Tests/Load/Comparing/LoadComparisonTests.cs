using AWSense.Load.Comparing;

namespace AWSense.Tests.Load.Comparing;

/// <summary>Two runs against each other.</summary>
public sealed class LoadComparisonTests
{
    [Fact]
    public void A_run_that_is_3_ms_slower_is_told_so_picture_by_picture()
    {
        var row = Row(LoadComparison.Between(SampleRun.Create(1), SampleRun.Create(2, slowerMs: 3)), "mean latency, ms");

        Assert.Equal(("picture", 25, "worse"), (row.PairedBy, row.Pairs, row.Verdict));
        Assert.InRange(row.Difference, 2, 4);
        Assert.True(row.Interval!.Value.Low < 3 && row.Interval.Value.High > 3, $"{row.Interval}");
    }

    [Fact]
    public void Two_runs_of_the_same_differ_in_nothing()
    {
        var comparison = LoadComparison.Between(SampleRun.Create(1), SampleRun.Create(2));

        Assert.DoesNotContain(comparison.Rows, row => row.Verdict is "better" or "worse");
        Assert.Equal("no difference shown", Row(comparison, "p95, ms").Verdict);
    }

    [Fact]
    public void Other_pictures_are_compared_block_by_block()
    {
        var row = Row(LoadComparison.Between(SampleRun.Create(1, pictures: 25), SampleRun.Create(2, slowerMs: 6, pictures: 24)), "mean latency, ms");

        Assert.Equal(("block", 20, "worse"), (row.PairedBy, row.Pairs, row.Verdict));
    }

    [Fact]
    public void Failures_are_worse_though_the_latencies_are_not()
    {
        var comparison = LoadComparison.Between(SampleRun.Create(1), SampleRun.Create(2, failEvery: 7));

        Assert.Equal("worse", Row(comparison, "failed, %").Verdict);
        Assert.Equal("worse", Row(comparison, "answers/s").Verdict); // fewer of them
        Assert.Equal("no difference shown", Row(comparison, "mean latency, ms").Verdict);
    }

    [Fact]
    public void Few_requests_give_no_interval()
    {
        var comparison = LoadComparison.Between(SampleRun.Create(1, requests: 40, pictures: 5), SampleRun.Create(2, slowerMs: 50, requests: 40, pictures: 5));

        Assert.All(comparison.Rows, row => Assert.Equal("too few pairs", row.Verdict));
    }

    [Fact]
    public void A_result_is_read_as_it_was_written_and_what_isnt_one_is_refused_in_words()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, System.Text.Json.JsonSerializer.Serialize(SampleRun.Create(1), AWSense.Load.Results.LoadJson.Readable.LoadResult));
            Assert.Equal(0, Row(LoadComparison.Between(ComparisonTable.ReadOld(file), SampleRun.Create(1)), "mean latency, ms").Difference);

            File.WriteAllText(file, "{\"no\": 1}");
            Assert.Contains("is no result of a run", Assert.Throws<AWSense.Hosting.CommandFailedException>(() => ComparisonTable.ReadOld(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static ComparedFigure Row(LoadComparison comparison, string name) => comparison.Rows.Single(row => row.Name == name);
}
