using System.Net;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Web;

public sealed class JobTests
{
    [Fact]
    public async Task A_job_ends_with_its_labels()
    {
        await using var host = await WebHost.StartAsync();

        using var accepted = await host.PostAsync("/v1/jobs?top_k=2", TestPictures.Jpeg("cat"));
        var url = accepted.Headers.Location!.ToString();
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        var job = await EndedAsync(host, url);

        Assert.Equal("succeeded", job.GetProperty("status").GetString());
        Assert.Equal(2, job.GetProperty("labels").GetArrayLength());
        Assert.False(job.TryGetProperty("cancel_url", out _));
        Assert.True(job.GetProperty("timings_ms").GetProperty("infer").GetDouble() > 0);
    }

    [Fact]
    public async Task Putting_the_same_again_gives_the_same_job_and_sends_its_message_again_until_there_is_a_result()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var url = $"/v1/jobs/{RequestId.New(TimeProvider.System)}";

        using var first = await host.SendAsync(HttpMethod.Put, url, TestPictures.Jpeg("cat"));
        using var second = await host.SendAsync(HttpMethod.Put, url, TestPictures.Jpeg("cat"));
        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted], [first.StatusCode, second.StatusCode]);
        Assert.Equal(2, host.Backend.Queue.Sent.Count);
        await host.Worker.StartAsync();
        await EndedAsync(host, url);
        using var third = await host.SendAsync(HttpMethod.Put, url, TestPictures.Jpeg("cat"));

        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal("succeeded", (await third.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal(2, host.Backend.Queue.Sent.Count);
    }

    [Fact]
    public async Task Another_picture_or_model_under_one_id_is_409()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var url = $"/v1/jobs/{RequestId.New(TimeProvider.System)}";
        using var first = await host.SendAsync(HttpMethod.Put, url, TestPictures.Jpeg("cat"));

        using var picture = await host.SendAsync(HttpMethod.Put, url, TestPictures.Jpeg("dog"));
        using var model = await host.SendAsync(HttpMethod.Put, $"{url}?model=large", TestPictures.Jpeg("cat"));

        await picture.ProblemAsync(HttpStatusCode.Conflict, "conflict");
        await model.ProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task Of_two_pictures_put_under_one_id_at_once_the_accepted_one_stays_in_the_archive()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var id = RequestId.New(TimeProvider.System);

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            host.SendAsync(HttpMethod.Put, $"/v1/jobs/{id}", TestPictures.Jpeg($"label {number}"))));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Accepted);
        Assert.Equal(19, responses.Count(response => response.StatusCode == HttpStatusCode.Conflict));
        var record = await host.Backend.Jobs.FindAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal(record!.Sha256, TestPictures.Sha256(host.Backend.Archive.Objects[ObjectKey.Input(id)]));
    }

    [Theory]
    [InlineData("019dc5c1-0000-4000-8000-000000000000")] // version 4
    [InlineData("018f0000-0000-7000-8000-000000000000")] // two years old
    [InlineData("cat")]
    public async Task An_id_that_is_no_fresh_uuid_of_version_7_is_400(string id)
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var response = await host.SendAsync(HttpMethod.Put, $"/v1/jobs/{id}", TestPictures.Jpeg("cat"));

        await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public async Task Unknown_is_404_and_what_is_past_keeping_is_410()
    {
        await using var host = await WebHost.StartAsync();

        using var unknown = await host.GetAsync($"/v1/jobs/{RequestId.New(TimeProvider.System)}");
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "not-found");
        using var old = await host.GetAsync("/v1/jobs/018f0000-0000-7000-8000-000000000000");
        await old.ProblemAsync(HttpStatusCode.Gone, "gone");
        using var done = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        var id = host.Backend.Queue.Sent.Single().Request.Id;
        await EndedAsync(host, $"/v1/jobs/{id}");
        await host.Backend.Archive.DeleteAsync(ObjectKey.Result(id), TestContext.Current.CancellationToken);
        await host.Backend.Archive.DeleteAsync(ObjectKey.Input(id), TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => host.Backend.Queue.PositionOf(id) is null);
        using var job = await host.GetAsync($"/v1/jobs/{id}");
        await job.ProblemAsync(HttpStatusCode.Gone, "gone");
        using var image = await host.GetAsync($"/v1/images/{id}");
        await image.ProblemAsync(HttpStatusCode.Gone, "gone");
    }

    [Fact]
    public async Task Cancelling_answers_the_waiting_client_and_stands_for_ever()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var asking = host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        await Eventually.HoldsAsync(() => host.Backend.Queue.Sent.Count == 1);
        var url = $"/v1/jobs/{host.Backend.Queue.Sent.Single().Request.Id}";

        using var first = await host.SendAsync(HttpMethod.Delete, url, null);
        using var second = await host.SendAsync(HttpMethod.Delete, url, null);

        using var answer = await asking;
        await answer.ProblemAsync(HttpStatusCode.Conflict, "cancelled");
        Assert.Equal("cancelled", (await first.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal("cancelled", (await second.JsonAsync()).GetProperty("status").GetString());
        await host.Worker.StartAsync();
        await Eventually.HoldsAsync(() => host.Backend.Queue.PositionOf(host.Backend.Queue.Sent[0].Request.Id) is null);
        using var job = await host.GetAsync(url);
        Assert.Equal("cancelled", (await job.JsonAsync()).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(50, "queued")] // its deadline hasn't passed
    [InlineData(69, "queued")] // a worker may still have it
    [InlineData(71, "expired")]
    public async Task A_recorded_job_whose_message_was_never_sent_expires(int minutes, string status)
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var accepted = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(minutes);
        var id = RequestId.New(new FakeTimeProvider(accepted));
        JobRecord job = new(id, accepted, Lane.Interactive, new("small", "1"), null, new('0', 64), 100, "jpeg");
        await host.Backend.Jobs.AcceptAsync(job, TestContext.Current.CancellationToken);

        for (var time = 0; time < 2; time++)
        {
            using var response = await host.GetAsync($"/v1/jobs/{id}");
            Assert.Equal(status, (await response.JsonAsync()).GetProperty("status").GetString());
        }

        Assert.Equal(status == "expired", host.Backend.Archive.Objects.ContainsKey(ObjectKey.Result(id)));
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            using var accepted = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"));
            ids.Insert(0, (await accepted.JsonAsync()).GetProperty("id").GetString()!);
            await Task.Delay(2, TestContext.Current.CancellationToken); // an id's time has milliseconds
        }

        using var first = await host.GetAsync("/v1/jobs?limit=3&state=queued");
        var page = await first.JsonAsync();
        using var second = await host.GetAsync(page.GetProperty("next").GetString()!);
        var rest = await second.JsonAsync();

        Assert.Equal(ids, page.GetProperty("jobs").EnumerateArray().Concat(rest.GetProperty("jobs").EnumerateArray()).Select(job => job.GetProperty("id").GetString()));
        Assert.False(rest.TryGetProperty("next", out _));
    }

    internal static async Task<System.Text.Json.JsonElement> EndedAsync(WebHost host, string url)
    {
        System.Text.Json.JsonElement job = default;
        for (var turn = 0; turn < 2000; turn++)
        {
            using var response = await host.GetAsync(url);
            job = await response.JsonAsync();
            if (job.TryGetProperty("finished_at", out _))
            {
                return job;
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"The job didn't end: {job}");
        return job;
    }
}
