using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AWSense.Core.Archive;
using AWSense.Core.Requests;
using AWSense.Tests.Fakes;
using AWSense.Web.Webhooks;

namespace AWSense.Tests.Web.Webhooks;

public sealed class WebhookTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLKSwMfKQ9r8GKYo=";

    [Fact]
    public async Task A_jobs_end_is_told_once_signed()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await StartAsync();

        var id = await SubmitAsync(host, receiver.Url);

        await Eventually.HoldsAsync(() => receiver.Deliveries.Count == 1 && Owed(host) == 0);
        var delivery = receiver.Deliveries.Single();
        var told = JsonDocument.Parse(delivery.Body).RootElement;
        Assert.Equal(id.ToString(), delivery.Id);
        Assert.Equal("job.succeeded", told.GetProperty("type").GetString());
        Assert.Equal(id.ToString(), told.GetProperty("data").GetProperty("id").GetString());
        Assert.Equal("cat", told.GetProperty("data").GetProperty("labels")[0].GetProperty("label").GetString());
        Assert.Equal("application/json", delivery.ContentType);
        AssertSigned(delivery);
    }

    [Fact]
    public async Task What_is_owed_survives_a_power_cut_before_the_message_is_sent()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebHost.StartWithoutWorkerAsync(Settings());
        var durable = false;
        host.Backend.Queue.Sending = request => durable = host.Backend.Archive.IsDurable(new(ObjectKind.Webhook, request.Id));

        await SubmitAsync(host, receiver.Url);

        Assert.True(durable);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_tried_again_under_the_same_id_with_growing_delay()
    {
        await using var receiver = await Receiver.StartAsync(500, 503, 302, 204);
        await using var host = await StartAsync(("Webhook:RetryFirst", "00:00:00.1"));

        var id = await SubmitAsync(host, receiver.Url);

        await Eventually.HoldsAsync(() => receiver.Deliveries.Count == 4 && Owed(host) == 0);
        var deliveries = receiver.Deliveries.ToList();
        Assert.All(deliveries, delivery => Assert.Equal(id.ToString(), delivery.Id));
        Assert.Single(deliveries.Select(delivery => Encoding.UTF8.GetString(delivery.Body)).Distinct());
        Assert.All(deliveries, AssertSigned);

        // 100, 200 and 400 ms, less a fifth; three delays that don't grow would be 360 ms at most.
        Assert.True(deliveries[^1].At - deliveries[0].At > TimeSpan.FromMilliseconds(550), $"{deliveries[^1].At - deliveries[0].At}");
    }

    [Theory]
    [InlineData(500, "The receiver answered 500.")]
    [InlineData(410, "The receiver answered 410.")]
    public async Task A_delivery_that_never_succeeds_is_a_dead_letter_with_its_reason(int status, string reason)
    {
        await using var receiver = await Receiver.StartAsync(status);
        await using var host = await StartAsync(
            ("Webhook:RetryFirst", "00:00:00.05"), ("Webhook:GiveUpAfter", status == 410 ? "01:00:00" : "00:00:00.3"));

        var id = await SubmitAsync(host, receiver.Url);

        await Eventually.HoldsAsync(() => Owed(host) == 0);
        using var response = await host.GetAsync("/v1/webhooks/dead-letters");
        var letter = Assert.Single((await response.JsonAsync()).GetProperty("dead_letters").EnumerateArray());
        Assert.Equal(id.ToString(), letter.GetProperty("id").GetString());
        Assert.Equal(reason, letter.GetProperty("last_error").GetString());
        Assert.Equal(receiver.Deliveries.Count, letter.GetProperty("attempts").GetInt32());
        Assert.True(status == 410 ? receiver.Deliveries.Count == 1 : receiver.Deliveries.Count > 1, $"{receiver.Deliveries.Count}");
    }

    [Fact]
    public async Task What_a_dead_process_owed_is_delivered_by_another()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var first = await WebHost.StartAsync(Settings(("Webhook:Pace", "00:10:00")));
        var id = await SubmitAsync(first, receiver.Url);
        await Eventually.HoldsAsync(() => first.Backend.Archive.Objects.ContainsKey(ObjectKey.Result(id)));
        await first.StopAsync();
        Assert.Empty(receiver.Deliveries);

        await using var second = await WebHost.StartOverAsync(first.Backend, Settings(("Webhook:TakeoverAfter", "00:00:00.2")));

        await Eventually.HoldsAsync(() => receiver.Deliveries.Count == 1 && Owed(second) == 0);
        Assert.Equal(id.ToString(), receiver.Deliveries.Single().Id);
    }

    [Fact]
    public async Task An_address_that_is_not_public_is_never_called()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await WebHost.StartAsync(
            [.. Settings().Where(setting => !setting.Key.Contains("AllowNetworks", StringComparison.Ordinal)), ("Webhook:GiveUpAfter", "00:00:00")]);

        await SubmitAsync(host, receiver.Url);

        await Eventually.HoldsAsync(() => Owed(host) == 0);
        using var response = await host.GetAsync("/v1/webhooks/dead-letters");
        var letter = Assert.Single((await response.JsonAsync()).GetProperty("dead_letters").EnumerateArray());
        Assert.Equal("The host 127.0.0.1 leads to an address that isn't public.", letter.GetProperty("last_error").GetString());
        Assert.Empty(receiver.Deliveries);
    }

    [Theory]
    [InlineData("http://example.com/")]
    [InlineData("ftp://example.com/")]
    [InlineData("https://user:secret@example.com/")]
    [InlineData("https://example.com:25/")]
    [InlineData("https://other.example/")]
    [InlineData("https://example.com.evil.example/")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task A_target_that_may_not_be_called_is_400_at_once(string target)
    {
        await using var host = await WebHost.StartAsync(("Webhook:Secrets:0", Secret), ("Webhook:Targets:Hosts:0", "example.com"), ("Webhook:Targets:Hosts:1", "*.example.com"));

        using var response = await host.PostAsync($"/v1/jobs?webhook={Uri.EscapeDataString(target)}", TestPictures.Jpeg("cat"));

        await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Fact]
    public async Task Without_a_secret_webhooks_are_off()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.PostAsync("/v1/jobs?webhook=https://example.com/", TestPictures.Jpeg("cat"));

        await response.ProblemAsync(HttpStatusCode.BadRequest, "webhooks-disabled");
    }

    [Fact]
    public async Task A_job_tells_one_target()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Webhook:Secrets:0", Secret));
        var id = RequestId.New(TimeProvider.System);
        Task<HttpResponseMessage> PutAsync(string target) => host.SendAsync(HttpMethod.Put, $"/v1/jobs/{id}?webhook={target}", TestPictures.Jpeg("cat"));

        using var first = await PutAsync("https://example.com/a");
        using var again = await PutAsync("https://example.com/a");
        using var other = await PutAsync("https://example.com/b");

        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        await other.ProblemAsync(HttpStatusCode.Conflict, "conflict");
    }

    [Fact]
    public async Task A_sample_is_signed_by_every_secret_and_its_answer_is_told()
    {
        await using var receiver = await Receiver.StartAsync(418);
        var options = new WebhookOptions { Secrets = { WebhookSignature.NewSecret(), Secret } };
        (options.Targets.AllowHttp, options.Timeout) = (true, TimeSpan.FromSeconds(10));
        options.Targets.AllowNetworks.Add("127.0.0.0/8");

        var result = await WebhookTrial.SendAsync(options, receiver.Url, TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.Equal((418, "The receiver answered 418.", "as told"), (result.Status, result.Error, result.Answer));
        var delivery = receiver.Deliveries.Single();
        Assert.Equal(result.Id, delivery.Id);
        Assert.Equal(2, delivery.Signature.Split(' ').Length);
        AssertSigned(delivery);
    }

    [Fact]
    public async Task Those_who_wrote_the_specification_accept_the_signature_and_refuse_another()
    {
        var absent = NodeVerifier.Absent;
        Assert.SkipWhen(absent is not null, absent ?? "");
        await using var receiver = await Receiver.StartAsync();
        await using var host = await StartAsync();
        await SubmitAsync(host, receiver.Url);
        await Eventually.HoldsAsync(() => receiver.Deliveries.Count == 1);
        var delivery = receiver.Deliveries.Single();

        Assert.Equal("accepted", await NodeVerifier.VerifyAsync(Secret, delivery));
        Assert.StartsWith("refused", await NodeVerifier.VerifyAsync(Secret, delivery with { Body = [.. delivery.Body, (byte)' '] }), StringComparison.Ordinal);
        Assert.StartsWith("refused", await NodeVerifier.VerifyAsync(WebhookSignature.NewSecret(), delivery), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLKSw", true)] // 24 bytes
    [InlineData("whsec_c2hvcnQ=", false)]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLKSw", false)]
    [InlineData("whsec_%%%", false)]
    public void Secrets_are_told_from_other_texts(string text, bool expected) => Assert.Equal(expected, WebhookSignature.IsSecret(text));

    // What a test says of a setting counts.
    private static (string Key, string Value)[] Settings(params (string Key, string Value)[] others) => [.. others.Concat(
    [
        ("Webhook:Secrets:0", Secret),
        ("Webhook:Targets:AllowHttp", "true"),
        ("Webhook:Targets:AllowNetworks:0", "127.0.0.0/8"),
        ("Webhook:Pace", "00:00:00.02"),
        ("Webhook:TakeoverAfter", "00:00:20"),
    ]).DistinctBy(setting => setting.Item1)];

    private static Task<WebHost> StartAsync(params (string Key, string Value)[] settings) => WebHost.StartAsync(Settings(settings));

    private static int Owed(WebHost host) => host.Backend.Archive.Objects.Keys.Count(key => key.Kind == ObjectKind.Webhook);

    private static async Task<RequestId> SubmitAsync(WebHost host, string target)
    {
        using var response = await host.PostAsync($"/v1/jobs?webhook={Uri.EscapeDataString(target)}", TestPictures.Jpeg("cat"));
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.TextAsync());
        Assert.True(RequestId.TryParse((await response.JsonAsync()).GetProperty("id").GetString(), out var id));
        return id;
    }

    // By the specification, without any of our code.
    private static void AssertSigned(Delivery delivery)
    {
        byte[] content = [.. Encoding.ASCII.GetBytes($"{delivery.Id}.{delivery.Timestamp}."), .. delivery.Body];
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret["whsec_".Length..]), content));
        Assert.Contains($"v1,{expected}", delivery.Signature.Split(' '));
        Assert.InRange((DateTimeOffset.UtcNow - DateTimeOffset.FromUnixTimeSeconds(long.Parse(delivery.Timestamp, System.Globalization.CultureInfo.InvariantCulture))).TotalMinutes, -1, 1);
    }
}
