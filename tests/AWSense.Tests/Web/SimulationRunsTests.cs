using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using AWSense.Scaling.Policies;
using AWSense.Web.Problems;
using AWSense.Web.Simulating;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Web;

/// <summary>What the dashboard lets people simulate, and what bounds it.</summary>
public sealed class SimulationRunsTests
{
    private static readonly ScalingPolicy One = new() { Name = "one", Rule = new FixedRule { Capacity = 1 } };
    private static readonly ScalingPolicy Five = new() { Name = "five", Fleet = new() { Min = 5, Max = 5, Initial = 5 }, Rule = new FixedRule { Capacity = 5 } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Policies_are_compared_on_one_workload_with_common_axes()
    {
        using var runs = new SimulationRuns(TimeProvider.System);

        var comparison = await runs.RunAsync(new([One, Five], "poisson:2:20m", null, Seed: 3), new Words(), Token);

        Assert.Equal(["one", "five"], comparison.Runs.Select(run => run.Policy.Name));
        Assert.Equal(5, comparison.Runs[1].InstanceHours / comparison.Runs[0].InstanceHours, 2);
        Assert.True(comparison.Runs[0].P95 > 10 * comparison.Runs[1].P95); // one worker can't do two a second
        Assert.Equal(comparison.Charts[0].Fleet.Vertical, comparison.Charts[1].Fleet.Vertical);
        Assert.Equal(comparison.Charts[0].Latency.Vertical, comparison.Charts[1].Latency.Vertical);
        Assert.StartsWith("poisson:2:20m: ", comparison.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody:knows")]
    [InlineData("poisson:1:25h")]
    [InlineData("poisson:1000:1h")]
    public async Task A_workload_that_is_unknown_too_long_or_too_large_is_refused_in_words(string workload)
    {
        using var runs = new SimulationRuns(TimeProvider.System);

        var problem = await Assert.ThrowsAsync<ProblemException>(() => runs.RunAsync(new([One], workload, null, 1), new Words(), Token));

        Assert.Equal(ProblemKinds.Malformed, problem.Kind);
        Assert.Contains(workload, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task No_policy_and_too_many_are_refused(int policies)
    {
        using var runs = new SimulationRuns(TimeProvider.System);

        await Assert.ThrowsAsync<ProblemException>(() => runs.RunAsync(new([.. Enumerable.Repeat(One, policies)], "flash", null, 1), new Words(), Token));
    }

    [Theory]
    [InlineData("second,requests\n0,10\n5,20\n", 30)]
    [InlineData("arrival_s,service_s\n0,1\n1.5,2\n", 2)]
    public async Task A_trace_is_read_plain_and_in_gzip(string csv, int requests)
    {
        using var runs = new SimulationRuns(TimeProvider.System);
        var bytes = Encoding.UTF8.GetBytes(csv);

        foreach (var content in new[] { bytes, Gzip(bytes) })
        {
            var comparison = await runs.RunAsync(new([One], "", new("mine.csv", content), 1), new Words(), Token);
            Assert.StartsWith($"mine.csv: {requests} requests", comparison.Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_trace_that_is_none_or_unpacks_to_far_more_is_refused()
    {
        using var runs = new SimulationRuns(TimeProvider.System);
        byte[][] traces = ["cat"u8.ToArray(), "second,requests\n0,1000000\n"u8.ToArray(), Gzip(new byte[40 << 20]), [0x1F, 0x8B, 1, 2, 3], []];

        foreach (var trace in traces)
        {
            var problem = await Assert.ThrowsAsync<ProblemException>(() => runs.RunAsync(new([One], "", new("mine.csv", trace), 1), new Words(), Token));
            Assert.InRange(problem.Message.Length, 10, 500);
        }
    }

    [Fact]
    public async Task One_plan_is_tried_at_a_time_and_what_is_cancelled_makes_room()
    {
        using var runs = new SimulationRuns(TimeProvider.System);
        using var cancelling = new CancellationTokenSource();
        var words = new Words();
        var first = runs.RunAsync(new([One], "poisson:2:24h", null, 1), words, cancelling.Token);
        await words.WaitForAsync("Trying one, 1 of 1.");
        var waiting = new Words();

        var second = runs.RunAsync(new([Five], "poisson:1:10m", null, 1), waiting, Token);
        await waiting.WaitForAsync("Another simulation is under way; this one waits for it.");
        await cancelling.CancelAsync();

        Assert.Single((await second).Runs);
        await Task.WhenAny(first);
    }

    [Fact]
    public async Task What_takes_too_long_is_given_up_in_words()
    {
        var time = new FakeTimeProvider();
        using var runs = new SimulationRuns(time);
        var words = new Words();
        words.Said = said =>
        {
            if (said.StartsWith("Trying", StringComparison.Ordinal))
            {
                time.Advance(SimulationRuns.TimeMax);
            }
        };

        var problem = await Assert.ThrowsAsync<ProblemException>(() => runs.RunAsync(new([One], "poisson:2:1h", null, 1), words, Token));

        Assert.Contains("within 30 seconds", problem.Message, StringComparison.Ordinal);
    }

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private sealed class Words : IProgress<string>
    {
        private readonly ConcurrentQueue<string> said = new();

        public Action<string> Said { get; set; } = _ => { };

        public void Report(string value)
        {
            said.Enqueue(value);
            Said(value);
        }

        public async Task WaitForAsync(string words)
        {
            while (!said.Contains(words))
            {
                await Task.Delay(2, Token);
            }
        }
    }
}
