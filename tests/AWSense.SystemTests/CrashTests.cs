using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>Processes that die, and pictures that kill. Nothing is lost, and nothing is answered twice.</summary>
[Collection(Alone.Name)]
public sealed class CrashTests
{
    [Fact]
    public async Task A_worker_killed_in_the_middle_of_500_pictures_loses_none()
    {
        await using var service = await RunningService.StartAsync();
        var uploads = Enumerable.Range(0, 500).Select(async number =>
        {
            var sample = Pictures.Names[number % Pictures.Names.Count];
            using var response = await service.UploadAsync(Pictures.Variant(sample, number), "test_0.JPEG");
            return (Sample: sample, Label: await response.Content.ReadAsStringAsync());
        }).ToList();
        var victim = Processes.ChildrenOf(service.ProcessId)[0];
        while (uploads.Count(upload => upload.IsCompleted) < 100)
        {
            await Task.WhenAny(uploads.Where(upload => !upload.IsCompleted));
        }

        Processes.Kill(victim);
        var answers = await Task.WhenAll(uploads);

        Assert.All(answers, answer => Assert.Equal(Pictures.SampleLabels[answer.Sample], answer.Label));
        var jobs = await service.JobsAsync();
        Assert.Equal(500, jobs.Count(job => job.Status == "succeeded"));
        Assert.Equal(500, jobs.DistinctBy(job => job.Id).Count());
        Assert.False(Processes.IsRunning(victim));
    }

    [Fact]
    public async Task Jobs_that_were_accepted_finish_after_the_whole_service_was_killed()
    {
        var data = Path.Combine(Path.GetTempPath(), $"awsense-test-{Guid.NewGuid():N}");
        try
        {
            var ids = new List<string>();
            await using (var first = await RunningService.StartAsync(dataFolder: data))
            {
                ids.AddRange(await Task.WhenAll(Enumerable.Range(0, 200).Select(number => first.SubmitAsync(Pictures.Variant("flower.jpg", number)))));
                await first.KillAsync();
            }

            await using var second = await RunningService.StartAsync(dataFolder: data);
            await second.WaitUntilIdleAsync();

            foreach (var id in ids)
            {
                Assert.Equal("daisy", (await second.JobAsync(id)).Label);
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_killing_and_a_hanging_picture_become_dead_letters_and_no_innocent_one_does()
    {
        var killing = Pictures.Variant("rocket.jpg", 1_000_001);
        var hanging = Pictures.Variant("rocket.jpg", 1_000_002);
        await using var service = await RunningService.StartAsync(
            environment: Chaos.Poison(Pictures.Sha256(killing), Pictures.Sha256(hanging)));

        var submitted = new List<Task<string>>();
        for (var number = 0; number < 200; number++)
        {
            submitted.Add(service.SubmitAsync(number switch { 50 => killing, 100 => hanging, _ => Pictures.Variant("rocket.jpg", number) }));
        }

        var ids = await Task.WhenAll(submitted);
        await service.WaitUntilIdleAsync();

        var jobs = await Task.WhenAll(ids.Select(service.JobAsync));
        Assert.Equal(198, jobs.Count(job => job.Label == "missile"));
        Assert.Equal("worker-crashed", jobs[50].ErrorCode);
        Assert.Contains("died", jobs[50].ErrorDetail, StringComparison.Ordinal);
        Assert.Equal("worker-hung", jobs[100].ErrorCode);
        Assert.Contains("did not end within 1 s", jobs[100].ErrorDetail, StringComparison.Ordinal);
        Assert.Equal([null, "decode"], jobs.Where(job => job.ErrorCode is not null).Select(job => job.ErrorStage));
    }

    [Fact]
    public async Task Killing_the_service_leaves_no_process_behind()
    {
        await using var service = await RunningService.StartAsync();
        var workers = Processes.ChildrenOf(service.ProcessId);
        Assert.Equal(2, workers.Count);

        await service.KillAsync();

        await Eventually.Async(
            () => Task.FromResult(!workers.Any(Processes.IsRunning)), TimeSpan.FromSeconds(2), () => "A worker outlives its service.");
    }

    [Fact]
    public async Task Ctrl_C_ends_everything_cleanly()
    {
        await using var service = await RunningService.StartAsync();
        var workers = Processes.ChildrenOf(service.ProcessId);

        // A terminal sends the signal to all of them at once.
        foreach (var worker in workers)
        {
            Processes.Signal(worker, "INT");
        }

        service.Signal("INT");

        Assert.Equal(0, await service.WaitForExitAsync(TimeSpan.FromSeconds(20)));
        Assert.DoesNotContain(workers, Processes.IsRunning);
    }

    [Fact]
    public async Task A_worker_that_is_asked_to_end_hands_back_what_it_has_not_started()
    {
        await using var service = await RunningService.StartAsync(environment: Chaos.Delay("infer", TimeSpan.FromMilliseconds(300)));
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => service.SubmitAsync(Pictures.Variant("coffee.jpg", number))));
        var worker = Processes.ChildrenOf(service.ProcessId)[0];

        Processes.Signal(worker, "TERM");
        await Eventually.Async(() => Task.FromResult(!Processes.IsRunning(worker)), TimeSpan.FromSeconds(2), () => "The worker doesn't drain.");
        await service.WaitUntilIdleAsync();

        var jobs = await Task.WhenAll(ids.Select(service.JobAsync));
        Assert.All(jobs, job => Assert.Equal("espresso", job.Label));
    }
}
