using System.Net;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

public sealed class IdempotencyTests
{
    private static readonly (string, string) Key = ("Idempotency-Key", "8e03978e-40d5-43dd-bc93-6894a57f9324");

    [Theory]
    [InlineData("/v1/classify")]
    [InlineData("/v1/jobs")]
    public async Task The_same_again_is_the_same_request(string path)
    {
        await using var host = await WebHost.StartAsync();
        using var first = await host.PostAsync(path, TestPictures.Jpeg("cat"), Key);
        var id = (await first.JsonAsync()).GetProperty("id").GetString();
        await JobTests.EndedAsync(host, $"/v1/jobs/{id}");

        using var second = await host.PostAsync(path, TestPictures.Jpeg("cat"), ("Idempotency-Key", $"\"{Key.Item2}\"")); // as the draft writes it

        var replay = await second.JsonAsync();
        Assert.Equal(first.StatusCode, second.StatusCode);
        Assert.Equal(id, replay.GetProperty("id").GetString());
        Assert.Equal("cat", replay.GetProperty("labels")[0].GetProperty("label").GetString());
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Single(host.Backend.Queue.Sent);
    }

    [Theory]
    [InlineData("/v1/jobs", "dog")]
    [InlineData("/v1/jobs?top_k=3", "cat")]
    [InlineData("/v1/jobs?model=large", "cat")]
    [InlineData("/v1/classify", "dog")]
    public async Task Another_picture_or_question_under_one_key_is_422_and_changes_nothing(string path, string label)
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        using var first = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"), Key);
        var before = host.Backend.Archive.Objects.Count;

        using var other = await host.PostAsync(path, TestPictures.Jpeg(label), Key);

        var problem = await other.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        Assert.Equal((await first.JsonAsync()).GetProperty("id").GetString(), problem.GetProperty("job_id").GetString());
        Assert.Single(host.Backend.Queue.Sent);
        Assert.Equal(before, host.Backend.Archive.Objects.Count);
    }

    [Fact]
    public async Task Twenty_at_once_with_one_key_are_one_request_with_one_answer()
    {
        await using var host = await WebHost.StartAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), Key)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        var answers = await Task.WhenAll(responses.Select(response => response.JsonAsync()));
        var id = Assert.Single(answers.Select(answer => answer.GetProperty("id").GetString()).Distinct());
        Assert.All(answers, answer => Assert.Equal("cat", answer.GetProperty("labels")[0].GetProperty("label").GetString()));
        Assert.Equal(id, Assert.Single(await ListAsync(host)).Id.ToString());
        Assert.Single(host.Backend.Archive.Objects.Keys, key => key.Kind == ObjectKind.Input);
    }

    [Fact]
    public async Task Of_two_pictures_at_once_under_one_key_one_is_refused()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => host.PostAsync("/v1/jobs", TestPictures.Jpeg($"label {number}"), Key)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.Accepted);
        Assert.Equal(19, responses.Count(response => response.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Single(host.Backend.Queue.Sent);
    }

    [Theory]
    [InlineData("/v1/jobs")]
    [InlineData("/v1/classify")]
    public async Task A_try_that_died_behind_its_key_is_finished_by_the_next_one_under_its_id(string path)
    {
        await using var host = await WebHost.StartAsync();
        host.Backend.Archive.Writing = key => _ = key.Kind == ObjectKind.Input ? throw new InvalidOperationException("The process dies here.") : 0;
        using var died = await host.PostAsync(path, TestPictures.Jpeg("cat"), Key);
        Assert.Equal(HttpStatusCode.InternalServerError, died.StatusCode);
        var claimed = Assert.Single(host.Backend.Archive.Objects);
        Assert.Equal(ObjectKind.IdempotencyKey, claimed.Key.Kind);
        Assert.True(host.Backend.Archive.IsDurable(claimed.Key));
        host.Backend.Archive.Writing = null;

        using var next = await host.PostAsync(path, TestPictures.Jpeg("cat"), Key);

        var id = (await next.JsonAsync()).GetProperty("id").GetString();
        Assert.Contains(id!, System.Text.Encoding.UTF8.GetString(claimed.Value), StringComparison.Ordinal);
        var job = await JobTests.EndedAsync(host, $"/v1/jobs/{id}");
        Assert.Equal("cat", job.GetProperty("labels")[0].GetProperty("label").GetString());
        Assert.Single(await ListAsync(host));
    }

    [Fact]
    public async Task A_reply_that_went_elsewhere_is_found_in_the_archive()
    {
        await using var host = await WebHost.StartAsync();
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), Key, ("Prefer", "respond-async"));
        var id = host.Backend.Queue.Sent.Single().Request.Id;
        await JobTests.EndedAsync(host, $"/v1/jobs/{id}");
        Assert.True(host.Backend.Archive.Objects.TryGetValue(ObjectKey.Result(id), out var result));
        await host.Backend.Archive.DeleteAsync(ObjectKey.Result(id), TestContext.Current.CancellationToken); // not there yet
        host.Worker.Before = _ => Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken); // this instance's own message comes too late

        var asking = host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), Key);
        await Eventually.HoldsAsync(() => host.Backend.Queue.Sent.Count == 2);
        await host.Backend.Archive.PutAsync(ObjectKey.Result(id), result, Durability.Process, TestContext.Current.CancellationToken);

        using var answer = await asking;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(id.ToString(), (await answer.JsonAsync()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_failed_picture_fails_again_without_being_tried_again()
    {
        await using var host = await WebHost.StartAsync();
        host.Worker.Fails = _ => new("image-unreadable", "As the script says.");
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), Key);

        using var second = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), Key);

        Assert.Equal(
            (await first.ProblemAsync(HttpStatusCode.UnprocessableEntity, "image-unreadable")).GetProperty("job_id").GetString(),
            (await second.ProblemAsync(HttpStatusCode.UnprocessableEntity, "image-unreadable")).GetProperty("job_id").GetString());
        Assert.Single(host.Backend.Queue.Sent);
    }

    [Fact]
    public async Task A_request_that_was_refused_when_the_queue_was_full_is_accepted_when_it_is_sent_again()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        host.Backend.Queue.DepthMax = 0;
        using var refused = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"), Key);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        host.Backend.Queue.DepthMax = 10;

        using var accepted = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"), Key);

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Single(host.Backend.Queue.Sent);
    }

    [Fact]
    public async Task Two_api_keys_never_meet_in_one_idempotency_key()
    {
        await using var host = await WebHost.StartExposedAsync(new(KeyRequired: true, LoopbackOnly: false));
        var (one, two) = (host.Keys.Add("one"), host.Keys.Add("two"));

        using var first = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"), Key, ("Authorization", $"Bearer {one}"));
        using var second = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("dog"), Key, ("Authorization", $"Bearer {two}"));

        Assert.Equal([HttpStatusCode.Accepted, HttpStatusCode.Accepted], [first.StatusCode, second.StatusCode]);
        Assert.Equal(2, host.Backend.Queue.Sent.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("a\"b")]
    public async Task A_malformed_key_is_400(string key)
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var response = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"), ("Idempotency-Key", key));

        await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Fact]
    public async Task A_batch_that_is_sent_again_with_its_key_is_the_same_batch()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var first = await SendBatchAsync(host, "cat", "dog");
        using var second = await SendBatchAsync(host, "cat", "dog");
        using var longer = await SendBatchAsync(host, "cat", "dog", "fox");
        using var other = await SendBatchAsync(host, "cat", "fox");

        Assert.Equal((await first.JsonAsync()).GetProperty("id").GetString(), (await second.JsonAsync()).GetProperty("id").GetString());
        await longer.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        var problem = await other.ProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"); // as long as the first
        Assert.Equal((await first.JsonAsync()).GetProperty("id").GetString(), problem.GetProperty("batch_id").GetString());
        Assert.Equal(2, host.Backend.Queue.Sent.Count);
    }

    private static async Task<HttpResponseMessage> SendBatchAsync(WebHost host, params string[] labels)
    {
        using var form = new MultipartFormDataContent();
        foreach (var label in labels)
        {
            form.Add(new ByteArrayContent(TestPictures.Jpeg(label)), "file", $"{label}.jpg");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches") { Content = form };
        request.Headers.Add(Key.Item1, Key.Item2);
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static Task<IReadOnlyList<JobRecord>> ListAsync(WebHost host) =>
        host.Backend.Jobs.ListAsync(null, null, 100, TestContext.Current.CancellationToken);
}
