using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>A short run of <c>awsense chaos</c> on a real service, and <c>awsense verify</c> on what it left.</summary>
public sealed class ChaosTests
{
    [Fact]
    public async Task Kills_pauses_a_full_disk_and_poison_lose_nothing_and_the_ledger_is_proven_until_it_is_damaged()
    {
        var data = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            var (exitCode, output) = await Shell.RunAsync($"{RunningService.Program} chaos --seed 11 --duration 6 --pace 0.8 --clients 6 --data {data} --json");

            Assert.True(exitCode == 0, output);
            var report = JsonNode.Parse(output[..(output.LastIndexOf('}') + 1)])!;
            Assert.True((long)report["kills"]! > 0, output);
            Assert.Equal(3, (long)report["clients"]!["poisoned"]!);
            Assert.True((long)report["ledger"]!["requests"]! >= (long)report["clients"]!["accepted"]!, output);
            await AssertProofAsync(data);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
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
