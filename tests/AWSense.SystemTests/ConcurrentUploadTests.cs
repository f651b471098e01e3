using System.Net;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>Many clients at once, as the course's workload generators are.</summary>
[Collection(Alone.Name)]
public sealed class ConcurrentUploadTests
{
    [Fact]
    public async Task A_hundred_uploads_under_one_file_name_get_a_hundred_own_answers()
    {
        await using var service = await RunningService.StartAsync();

        var uploads = Enumerable.Range(0, 100).Select(async number =>
        {
            var sample = Pictures.Names[number % Pictures.Names.Count];
            using var response = await service.UploadAsync(Pictures.Variant(sample, number), "test_0.JPEG");
            return (Sample: sample, response.StatusCode, Label: await response.Content.ReadAsStringAsync());
        });
        var answers = await Task.WhenAll(uploads);

        Assert.All(answers, answer =>
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(Pictures.SampleLabels[answer.Sample], answer.Label);
        });
    }

    [Fact]
    public async Task The_newer_generator_gets_stem_and_label()
    {
        await using var service = await RunningService.StartAsync(workers: 1);

        using var response = await service.UploadAsync(Pictures.Sample("coffee.jpg"), "фото_写真_café.two.jpg", field: "inputFile");

        Assert.Equal("фото_写真_café:espresso", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_client_that_goes_away_leaves_nothing_behind_and_its_picture_is_finished()
    {
        await using var service = await RunningService.StartAsync(environment: Chaos.Delay("infer", TimeSpan.FromMilliseconds(100)));
        await UploadAndLeaveAsync(service, 20);
        await service.WaitUntilIdleAsync();
        var handles = Processes.Handles(service.ProcessId);
        var memory = Processes.ResidentBytes(service.ProcessId);

        for (var round = 0; round < 5; round++)
        {
            await UploadAndLeaveAsync(service, 20);
        }

        await service.WaitUntilIdleAsync();
        Assert.Equal(120, (await service.JobsAsync()).Count(job => job.Status == "succeeded"));
        Assert.Equal(0, await service.WaitersAsync());
        Assert.InRange(Processes.Handles(service.ProcessId), 0, handles + 20);
        Assert.InRange(Processes.ResidentBytes(service.ProcessId), 0, memory + (40 << 20));
    }

    private static async Task UploadAndLeaveAsync(RunningService service, int clients)
    {
        var accepted = (await service.JobsAsync()).Count;
        using var leaving = new CancellationTokenSource();
        var uploads = Enumerable.Range(0, clients)
            .Select(number => service.UploadAsync(Pictures.Variant("coffee.jpg", accepted + number), "coffee.jpg", cancellationToken: leaving.Token))
            .ToList();
        await Eventually.Async(
            async () => (await service.JobsAsync()).Count >= accepted + clients, TimeSpan.FromSeconds(30), () => "Not every upload was accepted.");
        await leaving.CancelAsync();
        foreach (var upload in uploads)
        {
            try
            {
                using var response = await upload;
            }
            catch (OperationCanceledException)
            {
                // The client has gone, as was meant.
            }
        }
    }
}
