using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>A short run of <c>awsense chaos</c> on a real service, and <c>awsense verify</c> on what it left.</summary>
[Collection(Alone.Name)]
public sealed class ChaosTests
{
    [Fact]
    public async Task Kills_pauses_a_full_disk_and_poison_lose_nothing_and_the_ledger_is_proven_until_it_is_damaged()
    {
        var data = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            var report = await ReportAsync($"{RunningService.Program} chaos --seed 11 --duration 6 --pace 0.8 --clients 6 --data {data} --json");

            Assert.True((long)report["kills"]! > 0, $"{report}");
            Assert.Equal(3, (long)report["clients"]!["poisoned"]!);
            Assert.True((long)report["ledger"]!["requests"]! >= (long)report["clients"]!["accepted"]!, $"{report}");
            await AssertProofAsync(data);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Workers_of_a_service_that_runs_already_are_killed_only_when_its_process_is_named()
    {
        await using var service = await RunningService.StartAsync(workers: 2);
        var workers = Processes.ChildrenOf(service.ProcessId);
        var chaos = $"{RunningService.Program} chaos --service {service.Address} --seed 3 --faults worker --pace 0.3 --clients 4 --json";

        var spared = await ReportAsync($"{chaos} --count 20");
        var alive = workers.Count(Processes.IsRunning);
        var killed = await ReportAsync($"{chaos} --kills 2 --duration 30 --pid {service.ProcessId} --data {service.DataFolder}");

        Assert.Equal((0, 2), ((long)spared["kills"]!, alive));
        Assert.Equal(2, (long)killed["kills"]!);
        Assert.InRange(workers.Count(Processes.IsRunning), 0, 1);
        Assert.Null(spared["ledger"]); // where its data are, nobody has said
        Assert.True((bool)killed["ledger"]!["proven"]!);
        Assert.True((long)killed["ledger"]!["requests"]! > (long)killed["clients"]!["accepted"]!, killed.ToJsonString());
    }

    private static async Task<JsonNode> ReportAsync(string command)
    {
        var (exitCode, output) = await Shell.RunAsync(command);
        Assert.True(exitCode == 0, output);
        return JsonNode.Parse(output[..(output.LastIndexOf('}') + 1)])!;
    }

    private static async Task AssertProofAsync(string data)
    {
        var (exitCode, output) = await Shell.RunAsync($"{RunningService.Program} verify --data {data}");
        Assert.True(exitCode == 0, output);
        Assert.Contains("PROVEN", output, StringComparison.Ordinal);

        var results = Directory.GetFiles(Path.Combine(data, "archive", "results"), "*", SearchOption.AllDirectories);
        File.Delete(results[0]);
        (exitCode, output) = await Shell.RunAsync($"{RunningService.Program} verify --data {data}");
        Assert.Equal(1, exitCode);
        Assert.Contains("FAULT result-missing: 1 ", output, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(results[0]), output, StringComparison.Ordinal);
    }
}
