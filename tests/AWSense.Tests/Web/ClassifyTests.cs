using System.Net;
using System.Net.Http.Json;
using System.Text;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

public sealed class ClassifyTests
{
    [Fact]
    public async Task An_answer_has_labels_picture_and_every_stage()
    {
        await using var host = await WebHost.StartAsync();
        host.Worker.Before = _ => Task.Delay(20, TestContext.Current.CancellationToken); // longer than the stages that the script makes up

        using var response = await host.PostAsync("/v1/classify?top_k=3&model=large", TestPictures.Png("red panda"));

        var answer = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(RequestId.TryParse(answer.GetProperty("id").GetString(), out _));
        Assert.Equal("large", answer.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal("2", answer.GetProperty("model").GetProperty("version").GetString());
        Assert.Equal(3, answer.GetProperty("labels").GetArrayLength());
        Assert.Equal("red panda", answer.GetProperty("labels")[0].GetProperty("label").GetString());
        Assert.Equal("png", answer.GetProperty("image").GetProperty("format").GetString());
        var timings = answer.GetProperty("timings_ms");
        string[] stages = ["accept", "queue", "fetch", "decode", "wait", "infer", "archive", "reply"];
        Assert.All(stages, stage => Assert.True(timings.GetProperty(stage).GetDouble() >= 0));
        Assert.Equal(timings.GetProperty("total").GetDouble(), stages.Sum(stage => timings.GetProperty(stage).GetDouble()), 0.1);
        var header = response.Headers.GetValues("Server-Timing").Single();
        Assert.All(stages.Append("total"), stage => Assert.Contains($"{stage};dur=", header, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Body_form_and_base64_give_the_same_answer()
    {
        await using var host = await WebHost.StartAsync();
        var picture = TestPictures.Jpeg("bell pepper");
        using var form = new MultipartFormDataContent { { new StringContent("x"), "note" }, { new ByteArrayContent(picture), "whatever", "a.bin" } };
        HttpContent[] contents =
        [
            new ByteArrayContent(picture),
            form,
            JsonContent.Create(new { note = new[] { 1 }, base64 = Convert.ToBase64String(picture) }),
            new StringContent($"{{\"base64\":\"{Convert.ToBase64String(picture).Replace("/", "\\/", StringComparison.Ordinal)}\"}}", Encoding.UTF8, "application/json"),
        ];

        foreach (var content in contents)
        {
            using var response = await host.Client.PostAsync("/v1/classify", content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("bell pepper", (await response.JsonAsync()).GetProperty("labels")[0].GetProperty("label").GetString());
        }

        Assert.All(host.Backend.Archive.Objects.Where(pair => pair.Key.Kind == ObjectKind.Input), pair => Assert.Equal(picture, pair.Value));
    }

    [Theory]
    [InlineData("{\"url\":\"https://example.org/a.jpg\"}", "url-fetch-disabled")]
    [InlineData("{}", "malformed-request")]
    [InlineData("{\"base64\":null}", "malformed-request")]
    [InlineData("{\"base64\":\"%%%\"}", "malformed-request")]
    [InlineData("{\"base64\":\"AAAA\"", "malformed-request")]
    [InlineData("{\"base64\":\"AAAA\"} {}", "malformed-request")]
    [InlineData("[]", "malformed-request")]
    [InlineData("\"text\"", "malformed-request")]
    [InlineData("", "malformed-request")]
    public async Task Json_without_a_picture_is_400(string json, string code)
    {
        await using var host = await WebHost.StartAsync();
        using var content = new StringContent(json, Encoding.UTF8, "application/json");

        using var response = await host.Client.PostAsync("/v1/classify", content, TestContext.Current.CancellationToken);

        await response.ProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("top_k=0", HttpStatusCode.BadRequest, "malformed-request")]
    [InlineData("top_k=101", HttpStatusCode.BadRequest, "malformed-request")]
    [InlineData("top_k=many", HttpStatusCode.BadRequest, "malformed-request")]
    [InlineData("min_confidence=-0.1", HttpStatusCode.BadRequest, "malformed-request")]
    [InlineData("min_confidence=NaN", HttpStatusCode.BadRequest, "malformed-request")]
    [InlineData("model=none", HttpStatusCode.NotFound, "model-not-found")]
    public async Task What_cannot_be_asked_for_is_refused_in_words(string query, HttpStatusCode status, string code)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.PostAsync($"/v1/classify?{query}", TestPictures.Jpeg("cat"));

        await response.ProblemAsync(status, code);
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Theory]
    [InlineData(ErrorCodes.UnsupportedMediaType, HttpStatusCode.UnsupportedMediaType)]
    [InlineData(ErrorCodes.ImageTooLarge, HttpStatusCode.UnprocessableEntity)]
    [InlineData(ErrorCodes.ImageUnreadable, HttpStatusCode.UnprocessableEntity)]
    [InlineData(ErrorCodes.WorkerCrashed, HttpStatusCode.UnprocessableEntity)]
    [InlineData(ErrorCodes.WorkerHung, HttpStatusCode.UnprocessableEntity)]
    [InlineData(ErrorCodes.InputMissing, HttpStatusCode.InternalServerError)]
    [InlineData(ErrorCodes.ModelUnavailable, HttpStatusCode.InternalServerError)]
    [InlineData(ErrorCodes.InferenceFailed, HttpStatusCode.InternalServerError)]
    [InlineData(ErrorCodes.Expired, HttpStatusCode.GatewayTimeout)]
    public async Task A_failed_result_is_told_as_its_problem_with_its_id_and_stages(string code, HttpStatusCode status)
    {
        await using var host = await WebHost.StartAsync();
        host.Worker.Fails = _ => new(code, "As the script says.");

        using var response = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        var problem = await response.ProblemAsync(status, code);
        Assert.Equal(host.Backend.Queue.Sent.Single().Request.Id.ToString(), problem.GetProperty("job_id").GetString());
        Assert.True(response.Headers.Contains("Server-Timing"));
    }

    [Fact]
    public async Task The_waiter_is_registered_and_the_picture_stored_and_recorded_before_the_message_is_sent()
    {
        await using var host = await WebHost.StartAsync();
        var order = new List<string>();
        host.Backend.Archive.Writing = key => order.Add($"{key.Kind} waiters={host.Router.Count}");
        host.Backend.Jobs.Accepting = _ => order.Add("Job");
        host.Backend.Queue.Sending = _ => order.Add($"Message waiters={host.Router.Count}");

        using var response = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        Assert.Equal(["Input waiters=1", "Job", "Message waiters=1"], order.Take(3));
        Assert.Equal(Durability.Process, host.Backend.Queue.Sent.Single().Durability);
    }

    [Fact]
    public async Task An_overrun_is_made_durable_and_answered_with_202()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var response = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), ("Prefer", "wait=0"));

        await AssertAcceptedAsync(response);
        Assert.Equal("wait=0", response.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal(1, host.Backend.Queue.DurableCount);
        Assert.True(host.Backend.Archive.IsDurable(host.Backend.Archive.Objects.Keys.Single()));
        Assert.Equal(0, host.Router.Count);
    }

    [Fact]
    public async Task Who_waits_is_told_and_does_not_look_for_the_answer_again_and_again()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:EventPace", "00:00:00.01"));
        var looks = 0;
        host.Backend.Archive.Reading = key => looks += key.Kind == ObjectKind.Result ? 1 : 0;

        using var response = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), ("Prefer", "wait=1"));

        await AssertAcceptedAsync(response);
        Assert.InRange(looks, 0, 2); // a hundred, were it to poll
    }

    [Fact]
    public async Task Respond_async_is_durable_from_the_start()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var response = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"), ("Prefer", "respond-async"));

        await AssertAcceptedAsync(response);
        Assert.Equal("respond-async", response.Headers.GetValues("Preference-Applied").Single());
        Assert.Equal(Durability.PowerLoss, host.Backend.Queue.Sent.Single().Durability);
    }

    [Fact]
    public async Task A_client_that_goes_away_takes_only_its_waiter_with_it()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        using var gone = new CancellationTokenSource();
        using var content = new ByteArrayContent(TestPictures.Jpeg("cat"));
        var asking = host.Client.PostAsync("/v1/classify", content, gone.Token);
        await Eventually.HoldsAsync(() => host.Backend.Queue.Sent.Count == 1);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Eventually.HoldsAsync(() => host.Router.Count == 0);
        await host.Worker.StartAsync();
        var id = host.Backend.Queue.Sent.Single().Request.Id;
        await Eventually.HoldsAsync(() => host.Backend.Archive.Objects.ContainsKey(ObjectKey.Result(id)));
        using var job = await host.GetAsync($"/v1/jobs/{id}");
        Assert.Equal("succeeded", (await job.JsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Delays_that_are_ordered_show_in_their_stage()
    {
        await using var host = await WebHost.StartAsync(("Chaos:DelayMs:accept", "60"), ("Chaos:DelayMs:reply", "60"));

        using var response = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        var timings = (await response.JsonAsync()).GetProperty("timings_ms");

        // Found to 5 ms: timers are coarse, and the reply's begin is told by the wall clock.
        Assert.InRange(timings.GetProperty("accept").GetDouble(), 55, 1000);
        Assert.InRange(timings.GetProperty("reply").GetDouble(), 55, 1000);
    }

    private static async Task AssertAcceptedAsync(HttpResponseMessage response)
    {
        var job = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal("queued", job.GetProperty("status").GetString());
        Assert.Equal(1, job.GetProperty("queue_position").GetInt64());
        Assert.Equal($"/v1/jobs/{job.GetProperty("id").GetString()}", response.Headers.Location?.ToString());
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.All(["status_url", "result_url", "cancel_url", "events_url"], name => Assert.StartsWith("/v1/jobs/", job.GetProperty(name).GetString()));
    }
}
