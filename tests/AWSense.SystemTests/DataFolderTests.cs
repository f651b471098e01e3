using System.Net;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>One service per data folder, and none on a folder it doesn't understand.</summary>
public sealed class DataFolderTests
{
    [Fact]
    public async Task A_second_service_on_the_same_data_folder_is_refused()
    {
        await using var first = await RunningService.StartAsync(workers: 1);

        await using var second = RunningService.Launch(workers: 1, first.DataFolder, environment: null);

        Assert.Equal(1, await second.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("in use", second.Output, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A watch on settings takes in whatever lies below the folder it was started in: each write to the queue, or a whole disk.</summary>
    [Fact]
    public async Task No_process_of_a_service_watches_folders()
    {
        await using var service = await RunningService.StartAsync(workers: 1);

        Assert.All(
            Processes.ChildrenOf(service.ProcessId).Append(service.ProcessId),
            process => Assert.False(Processes.WatchesFolders(process), $"process {process} of {service.ProcessId}"));
    }

    /// <summary>A computation is not interrupted by what wakes for some microseconds.</summary>
    [Fact]
    public async Task All_threads_of_a_service_are_scheduled_as_batch()
    {
        const string Batch = "3";
        await using var service = await RunningService.StartAsync(workers: 1);

        Assert.All(
            Processes.ChildrenOf(service.ProcessId).Append(service.ProcessId), process => Assert.Equal([Batch], Processes.SchedulingPolicies(process)));
    }

    [Fact]
    public async Task A_data_folder_of_a_newer_format_is_refused()
    {
        var data = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(data, "format.json"), """{"version":99}""");

            await using var service = RunningService.Launch(workers: 1, data, environment: null);

            Assert.Equal(1, await service.WaitForExitAsync(TimeSpan.FromSeconds(20)));
            Assert.Contains("newer", service.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_full_queue_is_answered_with_503_and_when_to_come_again()
    {
        var environment = Chaos.Delay("infer", TimeSpan.FromSeconds(2));
        environment["AWSENSE__Limits__QueueDepthMax"] = "5";
        await using var service = await RunningService.StartAsync(workers: 1, environment: environment);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(async number =>
        {
            using var content = new ByteArrayContent(Pictures.Variant("coffee.jpg", number));
            using var response = await service.Http.PostAsync("/v1/jobs", content);
            return (response.StatusCode, response.Headers.RetryAfter);
        }));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted));
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.Accepted), answer =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.RetryAfter);
        });
    }

    [Fact]
    public async Task Faults_are_refused_where_nobody_asked_for_chaos()
    {
        var environment = Chaos.Delay("infer", TimeSpan.FromSeconds(1));
        environment["AWSENSE_CHAOS"] = "";

        await using var service = RunningService.Launch(workers: 1, dataFolder: null, environment);

        Assert.Equal(1, await service.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("AWSENSE_CHAOS=1", service.Output, StringComparison.Ordinal);
    }
}
