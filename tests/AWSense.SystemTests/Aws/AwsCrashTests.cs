using System.Net;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Aws;

/// <summary>The tiers as processes of their own on SQS and S3, some of which die. Nothing is lost, and nothing is written twice.</summary>
[Collection(OnMoto.Name)]
public sealed class AwsCrashTests(MotoServer server) : IDisposable
{
    // moto answers some hundred calls a second; more clients at once would only wait until their calls time out.
    private readonly SemaphoreSlim clients = new(32);

    // Few at once, so that the kill finds some promised, some under way and some not begun.
    private readonly SemaphoreSlim submitters = new(4);

    public void Dispose()
    {
        clients.Dispose();
        submitters.Dispose();
    }

    [Fact]
    public async Task A_worker_and_a_web_instance_that_are_killed_lose_no_picture_and_double_none()
    {
        await using var aws = await AwsDeployment.StartAsync(server);
        var (_, kept) = aws.StartWeb();
        var (victim, killed) = aws.StartWeb();
        var workers = Enumerable.Range(0, 3).Select(number => aws.StartWorker($"worker-{number}")).ToList();
        await Task.WhenAll(aws.WaitUntilReadyAsync(kept), aws.WaitUntilReadyAsync(killed));

        var uploads = Enumerable.Range(0, 200).Select(number => (ToKept: number % 4 < 2, Answer: UploadAsync(aws, number % 4 < 2 ? kept : killed, number))).ToList();
        var atKept = uploads.Where(upload => upload.ToKept).Select(upload => upload.Answer).ToList();
        var atKilled = uploads.Where(upload => !upload.ToKept).Select(upload => upload.Answer).ToList();
        var promises = Enumerable.Range(0, 60).Select(number => SubmitAsync(aws, killed, 1000 + number)).ToList();
        while (atKept.Concat(atKilled).Count(upload => upload.IsCompleted) < 40)
        {
            await Task.WhenAny(atKept.Concat(atKilled).Where(upload => !upload.IsCompleted));
        }

        await Task.WhenAll(workers[0].KillAsync(), victim.KillAsync());
        Assert.All(await Task.WhenAll(atKept), answer => Assert.Equal(answer.Expected, answer.Got));
        Assert.All((await Task.WhenAll(atKilled)).Where(answer => answer.Got is not null), answer => Assert.Equal(answer.Expected, answer.Got));
        IReadOnlyList<Job> jobs = [];
        await Eventually.Async(
            async () => (jobs = [.. (await aws.JobsAsync(kept)).Where(WasSent)]).All(job => job.Status == "succeeded"),
            TimeSpan.FromSeconds(90),
            () => $"Jobs don't succeed: {string.Join(", ", jobs.Where(job => job.Status != "succeeded"))}; all: {jobs.Count}.\n{aws.Output}");

        // A 202 is a promise, whoever gave it: each is kept, none is left out.
        var promised = (await Task.WhenAll(promises)).OfType<string>().ToList();
        Assert.NotEmpty(promised);
        foreach (var id in promised)
        {
            await Eventually.Async(async () => (await aws.JobAsync(kept, id)).Status == "succeeded", TimeSpan.FromSeconds(90), () => $"Job {id} was promised.\n{aws.Output}");
        }

        Assert.InRange(jobs.Count, 120, 260);
        foreach (var job in jobs)
        {
            Assert.Equal(1, aws.Proxy.Writes[$"/pictures/inputs/{job.Id}"]);
            Assert.Equal(1, aws.Proxy.Writes[$"/pictures/results/{job.Id}"]);
        }

        // The killed instance may have recorded a job and not yet sent its message: nobody was told of it, and whoever asks for it learns that it expired.
        bool WasSent(Job job) => aws.Proxy.Sent.Any(batch => batch.Contains(job.Id, StringComparison.Ordinal));

        // It may have sent a message and not yet recorded its job: that one is classified, though nobody was told its id.
        var archived = aws.Proxy.Writes.Where(write => write.Key.Contains("/inputs/", StringComparison.Ordinal) || write.Key.Contains("/results/", StringComparison.Ordinal));
        Assert.All(archived, write => Assert.Equal(1, write.Value));
        Assert.All(await Task.WhenAll(workers.Skip(1).Select(worker => worker.EndAsync())), exitCode => Assert.Equal(0, exitCode));
    }

    [Fact]
    public async Task A_picture_that_kills_its_workers_becomes_a_dead_letter_with_its_reason()
    {
        var killing = Pictures.Variant("rocket.jpg", 1_000_001);
        await using var aws = await AwsDeployment.StartAsync(server, Chaos.Poison(Pictures.Sha256(killing), "none"));
        var (_, web) = aws.StartWeb();
        var worker = aws.StartWorker("worker-0");
        await aws.WaitUntilReadyAsync(web);
        var poison = await aws.SubmitAsync(web, killing);
        var innocents = await Task.WhenAll(Enumerable.Range(0, 5).Select(number => aws.SubmitAsync(web, Pictures.Variant("rocket.jpg", number))));

        var deaths = 0;
        await Eventually.Async(
            async () =>
            {
                if (worker.HasExited)
                {
                    worker = aws.StartWorker($"worker-{++deaths}"); // as the instance's service manager does
                }

                return (await aws.JobAsync(web, poison)).Status == "failed";
            },
            TimeSpan.FromSeconds(180),
            () => $"The picture doesn't fail; {deaths} workers died.\n{aws.Output}");

        var letter = await aws.JobAsync(web, poison);
        Assert.Equal("worker-crashed", letter.ErrorCode);
        Assert.Contains("died", letter.ErrorDetail, StringComparison.Ordinal);
        Assert.Equal(4, deaths);
        foreach (var id in innocents)
        {
            await Eventually.Async(
                async () => (await aws.JobAsync(web, id)).Label == "missile", TimeSpan.FromSeconds(30), () => $"An innocent picture has no label.\n{aws.Output}");
        }
    }

    /// <returns>The id that was promised; null when the instance was killed before it had answered.</returns>
    private async Task<string?> SubmitAsync(AwsDeployment aws, Uri address, int number)
    {
        await submitters.WaitAsync();
        try
        {
            return await aws.SubmitAsync(address, Pictures.Variant(Pictures.Names[number % Pictures.Names.Count], number));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
        finally
        {
            submitters.Release();
        }
    }

    private async Task<(string Expected, string? Got)> UploadAsync(AwsDeployment aws, Uri address, int number)
    {
        var sample = Pictures.Names[number % Pictures.Names.Count];
        var newer = number % 2 == 1;
        var expected = newer ? $"test_0:{Pictures.SampleLabels[sample]}" : Pictures.SampleLabels[sample];
        await clients.WaitAsync();
        try
        {
            var (status, text) = await aws.UploadAsync(address, newer ? "inputFile" : "myfile", Pictures.Variant(sample, number));
            Assert.Equal(HttpStatusCode.OK, status);
            return (expected, text);
        }
        catch (HttpRequestException)
        {
            return (expected, null); // the instance was killed
        }
        finally
        {
            clients.Release();
        }
    }
}
