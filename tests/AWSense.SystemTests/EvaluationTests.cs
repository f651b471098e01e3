using System.Diagnostics;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>The evaluation as anybody may repeat it, and its report.</summary>
public sealed class EvaluationTests(EvaluationTests.QuickRun run) : IClassFixture<EvaluationTests.QuickRun>
{
    private const double MakespanErrorMax = 0.15;
    private const double ShortMakespanErrorMax = 0.25; // of two seconds, where a single worker's turn is a tenth
    private const double BusyOverheadS = 0.03;

    // Where neighbours have the cores, everything takes longer; what a picture takes besides its artificial time tells.
    private bool IsBusy => (double)run.Result["machine"]!["overhead_s"]! > BusyOverheadS;

    [Fact]
    public void It_tries_every_policy_and_takes_less_than_a_minute()
    {
        var cases = run.Result["cases"]!.AsArray();

        Assert.Equal(2, cases.Count(entry => (string)entry!["how"]! == "live"));
        Assert.Equal(30, cases.Count);
        Assert.All(cases, entry => Assert.Equal(100, (int)entry!["figures"]!["answered"]!));
        Assert.InRange((double)run.Result["elapsed_s"]!, 1, IsBusy ? 150 : 60);
        Assert.Empty(Directory.GetFileSystemEntries(run.Folder, "awsense-*"));
    }

    [Fact]
    public void Live_and_simulated_makespans_agree()
    {
        var live = run.Result["cases"]!.AsArray().Where(entry => (string)entry!["how"]! == "live").ToList();

        Assert.Equal([0, 1], live.Select(entry => (double)entry!["service_time_s"]!).Order());
        Assert.All(live, entry => Assert.Equal("ours", (string)entry!["role"]!));
        Assert.All(live, entry => Assert.Equal((0, 0), ((int)entry!["figures"]!["redeliveries"]!, (int)entry["figures"]!["busy_killed"]!)));
        Assert.All(live, entry =>
        {
            var errorMax = (double)entry!["service_time_s"]! == 1 ? MakespanErrorMax : IsBusy ? double.PositiveInfinity : ShortMakespanErrorMax;
            Assert.True(Math.Abs((double)entry["makespan_difference"]!) <= errorMax, $"live {entry["figures"]}\nsimulated {entry["simulated"]}");
        });
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task The_report_is_seen_as_it_should_be(int width)
    {
        Assert.SkipWhen(Chromium.Path is null, "chromium isn't installed");

        var charts = await Browser.CheckReportAsync(Path.Combine(run.Folder, "evaluation.html"), width);

        Assert.Equal(30, charts.Count);
    }

    [Fact]
    public async Task An_interrupt_ends_its_service_and_leaves_nothing_behind()
    {
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            using var process = Process.Start(new ProcessStartInfo(RunningService.Program, ["evaluate", "--quick"])
            {
                Environment = { ["TMPDIR"] = folder },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            IReadOnlyList<int> workers = [];
            await Eventually.Async(
                () => Task.FromResult((workers = Processes.ChildrenOf(process.Id)).Count > 0), TimeSpan.FromSeconds(30), () => "No worker was started.");

            Processes.Signal(process.Id, "INT");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(patience.Token);

            Assert.Equal(130, process.ExitCode);
            Assert.Empty(Directory.GetFileSystemEntries(folder, "awsense-*"));
            Assert.DoesNotContain(workers, Processes.IsRunning);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One quick evaluation for all of these tests, by the command of its page.</summary>
    public sealed class QuickRun : IAsyncLifetime
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("awsense-test-").FullName;

        public JsonNode Result { get; private set; } = new JsonObject();

        public async ValueTask InitializeAsync()
        {
            const string Arguments = "evaluate --quick --report";
            Assert.Contains($"\nawsense {Arguments}\n", await File.ReadAllTextAsync(Path.Combine(Shell.Root, "docs/evaluation.md")), StringComparison.Ordinal);
            var (exitCode, output) = await Shell.RunAsync($"cd {Folder} && TMPDIR={Folder} {RunningService.Program} {Arguments} --json > evaluation.json");
            Assert.True(exitCode == 0, output);
            Result = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "evaluation.json")))!;
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
