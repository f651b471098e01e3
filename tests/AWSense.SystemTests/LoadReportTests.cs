using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>The report on a run against a real service, compared with one before it.</summary>
[Collection(Alone.Name)]
public sealed class LoadReportTests
{
    [Fact]
    public async Task A_run_is_compared_with_the_one_before_it_on_the_terminal_and_on_its_page()
    {
        await using var service = await RunningService.StartAsync(workers: 1);
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            var command = $"cd {folder} && {RunningService.Program} load --url {service.Address}v1/classify --rate 15 --duration 6s";
            var (first, told) = await Shell.RunAsync($"{command} --json old.json --quiet");
            Assert.True(first == 0, told);

            var (second, output) = await Shell.RunAsync($"{command} --quiet --compare old.json --report");

            Assert.True(second == 0, output);
            Assert.Contains("Compared with the run of", output, StringComparison.Ordinal);
            Assert.Contains("percentile bootstrap", output, StringComparison.Ordinal);
            await CheckPageAsync(Path.Combine(folder, "load.html"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CheckPageAsync(string page)
    {
        Assert.SkipWhen(Chromium.Path is null, "chromium isn't installed");
        foreach (var width in (int[])[1440, 390])
        {
            var charts = await Browser.CheckReportAsync(page, width);
            Assert.Contains("Workers", charts);
            Assert.Contains("Latency by percentile, in milliseconds", charts);
        }
    }
}
