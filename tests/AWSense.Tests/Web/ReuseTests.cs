using System.Net;
using System.Text.Json;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

public sealed class ReuseTests
{
    private static readonly (string, string) On = ("Cache:Enabled", "true");

    [Fact]
    public async Task A_known_picture_is_answered_without_a_worker_and_has_its_own_id_record_picture_and_result()
    {
        await using var host = await StartAsync();
        using var first = await host.PostAsync("/v1/classify?top_k=3", TestPictures.Jpeg("cat"));

        using var second = await host.PostAsync("/v1/classify?top_k=3", TestPictures.Jpeg("cat"));

        var (one, two) = (await first.JsonAsync(), await second.JsonAsync());
        Assert.Single(host.Backend.Queue.Sent);
        Assert.Equal("AWSense; fwd=miss", Status(first));
        Assert.Equal("AWSense; hit", Status(second));
        Assert.False(one.TryGetProperty("cached", out _));
        Assert.True(two.GetProperty("cached").GetBoolean());
        Assert.NotEqual(IdOf(one), IdOf(two));
        Assert.Equal(one.GetProperty("labels").ToString(), two.GetProperty("labels").ToString());
        Assert.Equal(one.GetProperty("image").ToString(), two.GetProperty("image").ToString());
        await AssertEndedAsync(host, two);
    }

    [Fact]
    public async Task Fewer_labels_are_answered_from_more_and_more_are_classified()
    {
        await using var host = await StartAsync();
        using var five = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        using var one = await host.PostAsync("/v1/classify?top_k=1", TestPictures.Jpeg("cat"));
        using var sure = await host.PostAsync("/v1/classify?min_confidence=0.5", TestPictures.Jpeg("cat"));
        using var ten = await host.PostAsync("/v1/classify?top_k=10", TestPictures.Jpeg("cat"));
        using var nine = await host.PostAsync("/v1/classify?top_k=9", TestPictures.Jpeg("cat"));

        Assert.Equal("AWSense; hit", Status(one));
        Assert.Equal("AWSense; hit", Status(sure));
        Assert.Equal("AWSense; fwd=miss", Status(ten));
        Assert.Equal("AWSense; hit", Status(nine));
        var counts = await Task.WhenAll(new[] { one, sure, ten, nine }.Select(async answer => (await answer.JsonAsync()).GetProperty("labels").GetArrayLength()));
        Assert.Equal([1, 1, 10, 9], counts);
    }

    [Theory]
    [InlineData("/v1/classify", "fox")] // another picture
    [InlineData("/v1/classify?model=large", "cat")] // another model
    public async Task Another_picture_or_model_is_classified(string path, string label)
    {
        await using var host = await StartAsync();
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        using var second = await host.PostAsync(path, TestPictures.Jpeg(label));

        Assert.Equal("AWSense; fwd=miss", Status(second));
        Assert.Equal(2, host.Backend.Queue.Sent.Count);
        Assert.Equal(label, (await second.JsonAsync()).GetProperty("labels")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task A_model_that_was_changed_under_its_version_never_answers_from_before()
    {
        await using var host = await StartAsync();
        host.Worker.Keeps = "as it was before"; // the web tier knows it as it is now
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        using var second = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        Assert.Equal("AWSense; fwd=miss", Status(second));
        Assert.Equal(2, host.Backend.Queue.Sent.Count);
    }

    [Theory]
    [InlineData("no-cache", "true", "AWSense; fwd=request")]
    [InlineData("max-age=0, No-Store", "true", "AWSense; fwd=request")]
    [InlineData("max-age=60", "false", null)]
    public async Task Who_wishes_so_has_its_picture_classified(string wish, string enabled, string? status)
    {
        await using var host = await WebHost.StartAsync(("Cache:Enabled", enabled));
        host.Worker.Keeps = "";
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        using var second = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), ("Cache-Control", wish));

        Assert.Equal(2, host.Backend.Queue.Sent.Count);
        Assert.Equal(status, Status(second));
    }

    [Fact]
    public async Task The_pictures_of_the_old_generators_are_all_worked_on()
    {
        await using var host = await StartAsync();
        for (var number = 0; number < 2; number++)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(TestPictures.Jpeg("cat")), "myfile", "test_0.JPEG" } };
            using var answer = await host.Client.PostAsync("/", form, TestContext.Current.CancellationToken);
            Assert.Equal("cat", await answer.TextAsync());
        }

        Assert.Equal(2, host.Backend.Queue.Sent.Count);
    }

    [Fact]
    public async Task Failures_are_not_kept()
    {
        await using var host = await StartAsync();
        host.Worker.Fails = _ => new("inference-failed", "As the script says.");
        using var failed = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        host.Worker.Fails = _ => null;

        using var answer = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        Assert.Equal("AWSense; fwd=miss", Status(answer));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/jobs")]
    [InlineData("/v1/classify")]
    public async Task A_job_of_a_known_picture_has_ended_durably_when_it_is_accepted(string path)
    {
        await using var host = await StartAsync();
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        using var accepted = await host.PostAsync(path, TestPictures.Jpeg("cat"), ("Prefer", "respond-async"));

        var job = await accepted.JsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal("AWSense; hit", Status(accepted));
        Assert.Equal("succeeded", job.GetProperty("status").GetString());
        Assert.True(job.GetProperty("cached").GetBoolean());
        Assert.Single(host.Backend.Queue.Sent);
        var id = IdOf(job);
        Assert.True(host.Backend.Archive.IsDurable(ObjectKey.Input(id)));
        Assert.True(host.Backend.Archive.IsDurable(ObjectKey.Result(id)));
        Assert.Equal(1, host.Backend.Queue.DurableCount);
        await AssertEndedAsync(host, job);
    }

    [Fact]
    public async Task The_known_pictures_of_a_batch_need_no_worker()
    {
        await using var host = await StartAsync();
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        using var batch = await SendBatchAsync(host, "max-age=60");

        Assert.Equal(HttpStatusCode.Accepted, batch.StatusCode);
        Assert.Equal([TestPictures.Sha256(TestPictures.Jpeg("dog"))], host.Backend.Queue.Sent.Where(sent => sent.Lane == Lane.Bulk).Select(sent => sent.Request.Sha256));
        var known = RequestId.TryParse((await batch.JsonAsync()).GetProperty("id").GetString(), out var id) ? id.Entry(1) : default;
        Assert.Equal(RequestState.Succeeded, (await host.Backend.Jobs.FindAsync(known, TestContext.Current.CancellationToken))!.State);
    }

    [Fact]
    public async Task The_known_pictures_of_a_batch_are_classified_when_its_client_wishes_so()
    {
        await using var host = await StartAsync();
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        using var batch = await SendBatchAsync(host, "no-cache");

        Assert.Equal(HttpStatusCode.Accepted, batch.StatusCode);
        Assert.Equal(2, host.Backend.Queue.Sent.Count(sent => sent.Lane == Lane.Bulk));
    }

    [Fact]
    public async Task Twenty_equal_uploads_at_once_are_one_inference_twenty_answers_and_twenty_results()
    {
        await using var host = await StartAsync();
        var gate = new TaskCompletionSource();
        host.Worker.Before = _ => gate.Task;

        var asking = Enumerable.Range(0, 20).Select(_ => host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"))).ToList();
        await Eventually.HoldsAsync(() => host.Router.Count == 20 && host.Backend.Archive.Objects.Keys.Count(key => key.Kind == ObjectKind.Input) == 20);
        gate.SetResult();
        var responses = await Task.WhenAll(asking);

        Assert.Single(host.Backend.Queue.Sent);
        var answers = await Task.WhenAll(responses.Select(response => response.JsonAsync()));
        Assert.Equal(20, answers.Select(IdOf).Distinct().Count());
        Assert.Single(responses, response => Status(response) == "AWSense; fwd=miss");
        Assert.Equal(19, responses.Count(response => Status(response) == "AWSense; fwd=miss; collapsed"));
        Assert.Equal(19, answers.Count(answer => answer.TryGetProperty("cached", out _)));
        await Task.WhenAll(answers.Select(answer => AssertEndedAsync(host, answer)));
        Assert.Equal(0, host.Router.Count);
        Assert.Contains("awsense_cache_requests_total{outcome=\"shared\"} 19", await MetricsAsync(host), StringComparison.Ordinal);
        Assert.Contains("awsense_cache_requests_total{outcome=\"miss\"} 1", await MetricsAsync(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_first_one_fails_the_others_are_classified_themselves()
    {
        await using var host = await StartAsync();
        var gate = new TaskCompletionSource();
        host.Worker.Before = _ => gate.Task;
        var failures = 0;
        host.Worker.Fails = _ => Interlocked.Increment(ref failures) == 1 ? new("worker-crashed", "As the script says.") : null;

        var asking = Enumerable.Range(0, 5).Select(_ => host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"))).ToList();
        await Eventually.HoldsAsync(() => host.Router.Count == 5);
        gate.SetResult();
        var responses = await Task.WhenAll(asking);

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.UnprocessableEntity);
        Assert.Equal(4, responses.Count(response => response.StatusCode == HttpStatusCode.OK));
        Assert.Equal(5, host.Backend.Queue.Sent.Count);
    }

    [Fact]
    public async Task When_the_first_ones_client_goes_away_the_others_get_its_answer_all_the_same()
    {
        await using var host = await StartAsync();
        var gate = new TaskCompletionSource();
        host.Worker.Before = _ => gate.Task;
        using var gone = new CancellationTokenSource();
        using var content = new ByteArrayContent(TestPictures.Jpeg("cat"));
        var leading = host.Client.PostAsync("/v1/classify", content, gone.Token);
        await Eventually.HoldsAsync(() => host.Backend.Queue.Sent.Count == 1);
        var following = host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        await Eventually.HoldsAsync(() => host.Router.Count == 2);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leading);
        gate.SetResult();

        using var answer = await following;
        Assert.Equal("AWSense; fwd=miss; collapsed", Status(answer));
        Assert.Single(host.Backend.Queue.Sent);
        await AssertEndedAsync(host, await answer.JsonAsync());
    }

    [Fact]
    public async Task When_the_first_one_cannot_be_sent_the_others_do_not_wait_for_it()
    {
        await using var host = await StartAsync();
        var joined = new TaskCompletionSource();
        var sends = 0;
        host.Backend.Queue.Sending = _ =>
        {
            if (Interlocked.Increment(ref sends) == 1)
            {
                joined.Task.Wait(TestContext.Current.CancellationToken);
                throw new BackendUnavailableException("As the script says.");
            }
        };

        var leading = Task.Run(() => host.PostAsync("/v1/classify", TestPictures.Jpeg("cat")));
        await Eventually.HoldsAsync(() => Volatile.Read(ref sends) == 1);
        var following = host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        await Eventually.HoldsAsync(() => host.Router.Count == 2);
        joined.SetResult();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await leading).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await following).StatusCode);
    }

    [Fact]
    public async Task Who_has_waited_long_enough_for_another_is_sent_durably_and_answered_with_202()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(On);
        var leading = host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        await Eventually.HoldsAsync(() => host.Backend.Queue.Sent.Count == 1);

        using var following = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), ("Prefer", "wait=1"));

        var job = await following.JsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, following.StatusCode);
        Assert.Equal(IdOf(job), host.Backend.Queue.Sent[1].Request.Id);
        Assert.Equal(2, host.Backend.Queue.DurableCount);
        Assert.True(host.Backend.Archive.IsDurable(ObjectKey.Input(IdOf(job))));
        host.Worker.Keeps = "";
        await host.Worker.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await leading).StatusCode);
        await JobTests.EndedAsync(host, $"/v1/jobs/{IdOf(job)}");
    }

    // A picture of a cat, and one of a dog.
    private static async Task<HttpResponseMessage> SendBatchAsync(WebHost host, string wish)
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(TestPictures.Jpeg("cat")), "file", "cat.jpg" },
            { new ByteArrayContent(TestPictures.Jpeg("dog")), "file", "dog.jpg" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/batches") { Content = form };
        request.Headers.Add("Cache-Control", wish);
        return await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<WebHost> StartAsync()
    {
        var host = await WebHost.StartAsync(On);
        host.Worker.Keeps = "";
        return host;
    }

    private static string? Status(HttpResponseMessage response) => response.Headers.TryGetValues("Cache-Status", out var values) ? values.Single() : null;

    private static RequestId IdOf(JsonElement answer) => RequestId.TryParse(answer.GetProperty("id").GetString(), out var id) ? id : default;

    private static async Task<string> MetricsAsync(WebHost host)
    {
        using var response = await host.GetAsync("/metrics");
        var lines = (await response.TextAsync()).Split('\n').Where(line => line.StartsWith("awsense_cache", StringComparison.Ordinal));
        return System.Text.RegularExpressions.Regex.Replace(string.Join('\n', lines), "otel_scope[^,}]*,", "");
    }

    /// <summary>The promise to every accepted request: a picture, a record that has ended, and one result of its own.</summary>
    private static async Task AssertEndedAsync(WebHost host, JsonElement answer)
    {
        var id = IdOf(answer);
        Assert.Contains(ObjectKey.Input(id), host.Backend.Archive.Objects.Keys);
        Assert.Contains(ObjectKey.Result(id), host.Backend.Archive.Objects.Keys);
        JobRecord? job = null;
        for (var turn = 0; turn < 1000 && job?.State != RequestState.Succeeded; turn++)
        {
            job = await host.Backend.Jobs.FindAsync(id, TestContext.Current.CancellationToken);
            await Task.Delay(job?.State == RequestState.Succeeded ? 0 : 5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(RequestState.Succeeded, job?.State);
        using var read = await host.GetAsync($"/v1/jobs/{id}");
        Assert.Equal(answer.GetProperty("labels").ToString(), (await read.JsonAsync()).GetProperty("labels").ToString());
    }
}
