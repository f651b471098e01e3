using System.Collections.Concurrent;
using System.Net;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Aws;

/// <summary>What lies in the bucket: a ledger that can be proven, and webhooks that are owed.</summary>
[Collection(OnMoto.Name)]
public sealed class AwsArchiveTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MotoServer server;
    private readonly HttpClient buckets = new();

    public AwsArchiveTests(MotoServer server)
    {
        this.server = server;

        // moto wants to know who asks, and believes it.
        buckets.DefaultRequestHeaders.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none");
    }

    public void Dispose() => buckets.Dispose();

    [Fact]
    public async Task The_ledger_is_proven_until_a_result_is_missing_and_a_picture_is_damaged()
    {
        await using var aws = await AwsDeployment.StartAsync(server, new Dictionary<string, string> { ["AWSENSE__Aws__Bucket"] = "ledger" });
        var (_, web) = aws.StartWeb();
        aws.StartWorker("worker-0");
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => SubmitAsync(aws, web, Pictures.Variant("rocket.jpg", number))));
        foreach (var id in ids)
        {
            await Eventually.Async(async () => (await aws.JobAsync(web, id)).Status == "succeeded", Patience, () => aws.Output);
        }

        var proven = await aws.RunAsync("verify");
        await WriteAsync(HttpMethod.Delete, $"ledger/results/{ids[0]}");
        await WriteAsync(HttpMethod.Put, $"ledger/inputs/{ids[1]}", Pictures.Variant("rocket.jpg", 9));
        var damaged = await aws.RunAsync("verify");

        Assert.True(proven.ExitCode == 0, proven.Output);
        Assert.Contains("PROVEN", proven.Output, StringComparison.Ordinal);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("FAULT result-missing: 1 ", damaged.Output, StringComparison.Ordinal);
        Assert.Contains("FAULT picture-damaged: 1 ", damaged.Output, StringComparison.Ordinal);
        Assert.All(ids[..2], id => Assert.Contains(id, damaged.Output, StringComparison.Ordinal));
        Assert.All(ids[2..], id => Assert.DoesNotContain(id, damaged.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_killed_web_instance_owes_is_delivered_by_another_and_again_until_it_is_taken()
    {
        var receiver = $"http://127.0.0.1:{RunningService.FreePort()}";
        var delivered = new ConcurrentQueue<string>();
        await using var receiving = await WebhookReceiver.StartAsync(receiver, delivered, failures: 1);
        await using var aws = await AwsDeployment.StartAsync(server, new Dictionary<string, string>
        {
            ["AWSENSE__Aws__Bucket"] = "owed",
            ["AWSENSE__Webhook__Secrets__0"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLKSwMfKQ9r8GKYo=",
            ["AWSENSE__Webhook__Targets__AllowHttp"] = "true",
            ["AWSENSE__Webhook__Targets__AllowNetworks__0"] = "127.0.0.0/8",
            ["AWSENSE__Webhook__RetryFirst"] = "00:00:00.2",
            ["AWSENSE__Webhook__TakeoverAfter"] = "00:00:00.5",
            ["AWSENSE__Webhook__Pace"] = "00:00:00.2",
        });
        var (victim, killed) = aws.StartWeb();
        var (_, heir) = aws.StartWeb();
        var id = await SubmitAsync(aws, killed, Pictures.Variant("rocket.jpg", 1), $"?webhook={Uri.EscapeDataString($"{receiver}/hook")}");
        await victim.KillAsync();
        Assert.True(await IsOwedAsync(id));
        aws.StartWorker("worker-0");

        await Eventually.Async(async () => delivered.Count >= 2 && !await IsOwedAsync(id), Patience, () => $"{delivered.Count} deliveries\n{aws.Output}");

        Assert.Equal([id, id], delivered);
        Assert.Equal("succeeded", (await aws.JobAsync(heir, id)).Status);
    }

    // Waits until the instance listens; a worker isn't needed to accept.
    private static async Task<string> SubmitAsync(AwsDeployment aws, Uri web, byte[] picture, string query = "")
    {
        var id = "";
        await Eventually.Async(
            async () =>
            {
                try
                {
                    id = await aws.SubmitAsync(web, picture, query);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            Patience,
            () => aws.Output);
        return id;
    }

    private async Task<bool> IsOwedAsync(string id)
    {
        using var response = await buckets.GetAsync(Place($"owed/webhooks/{id}"));
        return response.StatusCode != HttpStatusCode.NotFound;
    }

    private async Task WriteAsync(HttpMethod method, string key, byte[]? content = null)
    {
        using var request = new HttpRequestMessage(method, Place(key)) { Content = content is null ? null : new ByteArrayContent(content) };
        using var response = await buckets.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, $"{method} {key}: {response.StatusCode}");
    }

    // Bucket and key.
    private Uri Place(string key) => new(server.Address, $"/{key}");
}
