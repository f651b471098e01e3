using System.Diagnostics;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>The evaluation as anybody may repeat it, and its report.</summary>
public sealed class EvaluationTests(EvaluationTests.QuickRun run) : IClassFixture<EvaluationTests.QuickRun>
{
    private const double MakespanErrorMax = 0.15;

    [Fact]
    public void It_tries_every_policy_and_takes_less_than_a_minute()
    {
        var cases = run.Result["cases"]!.AsArray();

        Assert.Equal(2, cases.Count(entry => (string)entry!["how"]! == "live"));
        Assert.Equal(30, cases.Count);
        Assert.All(cases, entry => Assert.Equal(100, (int)entry!["figures"]!["answered"]!));

        // Where neighbours have the cores, everything takes longer; what a picture takes besides its artificial time tells.
        var isBusy = (double)run.Result["machine"]!["overhead_s"]! > 0.03;
        Assert.InRange((double)run.Result["elapsed_s"]!, 1, isBusy ? 150 : 60);
        Assert.Empty(Directory.GetFileSystemEntries(run.Folder, "awsense-*"));
    }

    [Fact]
    public void Live_and_simulated_makespans_agree()
    {
        var live = run.Result["cases"]!.AsArray().Single(entry => (string)entry!["how"]! == "live" && (double)entry["service_time_s"]! == 1)!;

        Assert.Equal("ours", (string)live["role"]!);
        Assert.Equal((0, 0), ((int)live["figures"]!["redeliveries"]!, (int)live["figures"]!["busy_killed"]!));
        Assert.True(Math.Abs((double)live["makespan_difference"]!) <= MakespanErrorMax, $"live {live["figures"]}\nsimulated {live["simulated"]}");
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
