using System.Net;
using System.Text;
using System.Text.Json;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Models;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

/// <summary>Requests that were given up: what is told of them, and what can be done about them.</summary>
public sealed class DeadLetterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dead_letter_is_listed_with_its_reason_and_deliveries()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var dead = await DieAsync(host, "cat");
        await FailAsync(host, "dog");

        var letter = Assert.Single(await ListAsync(host));

        Assert.Equal(dead.ToString(), letter.GetProperty("id").GetString());
        Assert.Equal("worker-crashed", letter.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(3, letter.GetProperty("deliveries").GetInt32()); // a first one without a mark, two with one
        Assert.Equal($"/v1/images/{dead}", letter.GetProperty("image_url").GetString());
    }

    [Fact]
    public async Task The_stage_is_told_where_it_is_known_and_in_words_where_it_is_not()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        await DieAsync(host, "cat");
        await EndAsync(host, "dog", new(ErrorCodes.WorkerHung, "The inference of the picture did not end.") { Stage = "infer" }, deadLetter: true, marks: 3);

        var letters = await ListAsync(host);
        using var page = await host.SendAsync(HttpMethod.Get, "/dead-letters", null, ("Accept", "text/html"));

        Assert.Equal("infer", letters[0].GetProperty("error").GetProperty("stage").GetString());
        Assert.False(letters[1].GetProperty("error").TryGetProperty("stage", out _));
        var html = await page.TextAsync();
        Assert.Contains("Stage: inference", html, StringComparison.Ordinal);
        Assert.Contains("Stage: decode or inference", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_is_a_new_request_with_the_archived_picture_and_leaves_the_list()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var dead = await DieAsync(host, "cat");

        using var retried = await PostAsync(host, $"/v1/dead-letters/{dead}/retry");
        var job = await retried.JsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, retried.StatusCode);
        Assert.Empty(await ListAsync(host));
        await host.Worker.StartAsync();
        var ended = await JobTests.EndedAsync(host, retried.Headers.Location!.ToString());
        using var old = await host.GetAsync($"/v1/jobs/{dead}");
        var oldBody = await old.JsonAsync();

        Assert.NotEqual(dead.ToString(), job.GetProperty("id").GetString());
        Assert.Equal("cat", ended.GetProperty("labels")[0].GetProperty("label").GetString());
        Assert.Equal("failed", oldBody.GetProperty("status").GetString()); // a result stands for ever
        Assert.Equal(job.GetProperty("id").GetString(), oldBody.GetProperty("retried_as").GetString());
    }

    [Fact]
    public async Task However_often_and_by_however_many_it_is_pressed_there_is_one_retry()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var dead = await DieAsync(host, "cat");
        var before = host.Backend.Queue.Sent.Count;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(host, $"/v1/dead-letters/{dead}/retry")));
        using var later = await PostAsync(host, $"/v1/dead-letters/{dead}/retry");

        var ids = new HashSet<string?> { (await later.JsonAsync()).GetProperty("id").GetString() };
        foreach (var answer in answers)
        {
            ids.Add((await answer.JsonAsync()).GetProperty("id").GetString());
            answer.Dispose();
        }

        Assert.Single(ids);
        Assert.Single(host.Backend.Queue.Sent.Skip(before).Select(sent => sent.Request.Id).Distinct());
        Assert.All(host.Backend.Queue.Sent.Skip(before), sent => Assert.Equal(Durability.PowerLoss, sent.Durability));
    }

    [Fact]
    public async Task A_retry_that_was_cut_stays_listed_and_goes_on_with_the_same_request()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var dead = await DieAsync(host, "cat");
        host.Backend.Queue.Sending = _ => throw new BackendUnavailableException("The broker has just died.");
        using (var cut = await PostAsync(host, $"/v1/dead-letters/{dead}/retry"))
        {
            await cut.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        }

        host.Backend.Queue.Sending = null;
        Assert.Single(await ListAsync(host));
        using var retried = await PostAsync(host, $"/v1/dead-letters/{dead}/retry");

        Assert.Equal(HttpStatusCode.Accepted, retried.StatusCode);
        Assert.Empty(await ListAsync(host));
        var id = (await retried.JsonAsync()).GetProperty("id").GetString();
        var records = await host.Backend.Jobs.ListAsync(null, null, 10, Token);
        Assert.Equal([id, dead.ToString()], records.Select(record => record.Id.ToString()));
    }

    [Fact]
    public async Task A_retry_that_has_ended_is_answered_with_its_outcome_and_not_sent_again()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var dead = await DieAsync(host, "cat");
        using var first = await PostAsync(host, $"/v1/dead-letters/{dead}/retry");
        await host.Worker.StartAsync(); // only now, for who has ended has no address to look at
        await JobTests.EndedAsync(host, first.Headers.Location!.ToString());
        var sent = host.Backend.Queue.Sent.Count;

        using var second = await PostAsync(host, $"/v1/dead-letters/{dead}/retry");

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("succeeded", (await second.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal(sent, host.Backend.Queue.Sent.Count);
    }

    [Fact]
    public async Task A_discarded_letter_leaves_the_list_and_stays_in_the_archive()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var dead = await DieAsync(host, "cat");

        using var first = await host.SendAsync(HttpMethod.Delete, $"/v1/dead-letters/{dead}", null);
        using var second = await host.SendAsync(HttpMethod.Delete, $"/v1/dead-letters/{dead}", null);
        using var retry = await PostAsync(host, $"/v1/dead-letters/{dead}/retry");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        await retry.ProblemAsync(HttpStatusCode.Conflict, "conflict");
        Assert.Empty(await ListAsync(host));
        using var image = await host.GetAsync($"/v1/images/{dead}");
        Assert.Equal(HttpStatusCode.OK, image.StatusCode);
    }

    [Fact]
    public async Task Some_or_all_are_retried_and_what_cannot_be_is_told()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var letters = new List<RequestId>();
        for (var number = 0; number < 5; number++)
        {
            letters.Add(await DieAsync(host, $"label {number}"));
        }

        await host.Backend.Archive.DeleteAsync(ObjectKey.Input(letters[4]), Token);
        using var some = await PostAsync(host, "/v1/dead-letters/retry", $$"""{"ids":["{{letters[0]}}","{{letters[0]}}","{{letters[4]}}"]}""");
        using var discarded = await PostAsync(host, "/v1/dead-letters/discard", $$"""{"ids":["{{letters[0]}}","{{letters[1]}}"]}""");
        using var all = await PostAsync(host, "/v1/dead-letters/retry", """{"all":true}""");

        var (someBody, discardedBody, allBody) = (await some.JsonAsync(), await discarded.JsonAsync(), await all.JsonAsync());
        Assert.Equal([letters[0].ToString()], Ids(someBody, "retried"));
        Assert.Equal("gone", someBody.GetProperty("refused")[0].GetProperty("code").GetString());
        Assert.Equal(letters[1].ToString(), discardedBody.GetProperty("discarded")[0].GetString());
        Assert.Equal([letters[0].ToString()], Ids(discardedBody, "refused")); // it is a new request already
        Assert.Equal([letters[3].ToString(), letters[2].ToString()], Ids(allBody, "retried"));
        Assert.Equal([letters[4].ToString()], Ids(allBody, "refused"));
        Assert.Equal([letters[4].ToString()], (await ListAsync(host)).Select(letter => letter.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"ids":[]}""")]
    [InlineData("""{"ids":["cat"]}""")]
    [InlineData("""{"all":false}""")]
    [InlineData("null")]
    [InlineData("{")]
    public async Task A_choice_of_none_is_400(string body)
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var answer = await PostAsync(host, "/v1/dead-letters/retry", body);

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public async Task What_is_no_dead_letter_is_neither_retried_nor_discarded()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var failed = await FailAsync(host, "cat");

        using var retry = await PostAsync(host, $"/v1/dead-letters/{failed}/retry");
        using var discard = await host.SendAsync(HttpMethod.Delete, $"/v1/dead-letters/{failed}", null);
        using var unknown = await PostAsync(host, $"/v1/dead-letters/{RequestId.New(TimeProvider.System)}/retry");

        await retry.ProblemAsync(HttpStatusCode.Conflict, "conflict");
        await discard.ProblemAsync(HttpStatusCode.Conflict, "conflict");
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "not-found");
        Assert.DoesNotContain(host.Backend.Archive.Objects.Keys, key => key.Kind == ObjectKind.DeadLetterMark);
    }

    /// <summary>Takes a picture in and gives it up after two marked tries.</summary>
    internal static Task<RequestId> DieAsync(WebHost host, string label) =>
        EndAsync(host, label, new(ErrorCodes.WorkerCrashed, "Workers died of it."), deadLetter: true, marks: 2);

    private static Task<RequestId> FailAsync(WebHost host, string label) =>
        EndAsync(host, label, new(ErrorCodes.ImageUnreadable, "It can't be decoded."), deadLetter: false, marks: 0);

    private static async Task<RequestId> EndAsync(WebHost host, string label, RequestError error, bool deadLetter, int marks)
    {
        // Recorded as if it had been taken in and was no longer in the queue.
        var (id, now, picture) = (RequestId.New(TimeProvider.System), TimeProvider.System.GetUtcNow(), TestPictures.Jpeg(label));
        var model = new ModelVersion("small", "1");
        await host.Backend.Archive.PutAsync(ObjectKey.Input(id), picture, Durability.Process, Token);
        await host.Backend.Jobs.AcceptAsync(
            new(id, now, Lane.Interactive, model, $"{label}.jpg", TestPictures.Sha256(picture), picture.Length, "jpeg"), Token);
        for (var mark = 0; mark < marks; mark++)
        {
            await host.Backend.Jobs.MarkStartedAsync(id, Token);
        }

        await host.Backend.Settlement.SettleAsync(new(id, RequestState.Failed, model, [], null, error, deadLetter, now, now, new()), Token);
        await Task.Delay(2, Token); // an id's time has milliseconds
        return id;
    }

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(WebHost host)
    {
        using var answer = await host.GetAsync("/v1/dead-letters");
        return [.. (await answer.JsonAsync()).GetProperty("dead_letters").EnumerateArray()];
    }

    private static IEnumerable<string?> Ids(JsonElement body, string member) =>
        body.GetProperty(member).EnumerateArray().Select(letter => letter.GetProperty("id").GetString());

    private static Task<HttpResponseMessage> PostAsync(WebHost host, string path, string? json = null) => host.Client.PostAsync(
        path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"), Token);
}
