using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>Webhooks of a real service, whose process dies.</summary>
public sealed class WebhookTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLKSwMfKQ9r8GKYo=";

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["AWSENSE__Webhook__Secrets__0"] = Secret,
        ["AWSENSE__Webhook__Targets__AllowHttp"] = "true",
        ["AWSENSE__Webhook__Targets__AllowNetworks__0"] = "127.0.0.0/8",
        ["AWSENSE__Webhook__RetryFirst"] = "00:00:00.2",
        ["AWSENSE__Webhook__TakeoverAfter"] = "00:00:01",
    };

    [Fact]
    public async Task What_is_owed_when_the_service_is_killed_is_delivered_after_its_restart()
    {
        var data = Path.Combine(Path.GetTempPath(), $"awsense-test-{Guid.NewGuid():N}");
        var address = $"http://127.0.0.1:{RunningService.FreePort()}";
        try
        {
            string id;
            await using (var first = await RunningService.StartAsync(workers: 1, data, Settings))
            {
                id = await SubmitAsync(first, $"{address}/hook"); // nobody listens there yet
                await Eventually.Async(
                    async () => (await first.JobAsync(id)).Status == "succeeded", TimeSpan.FromSeconds(20), () => first.Output);
                await first.KillAsync();
            }

            var delivered = new ConcurrentQueue<string>();
            await using var receiver = await WebhookReceiver.StartAsync(address, delivered);
            await using var second = await RunningService.StartAsync(workers: 1, data, Settings);

            await Eventually.Async(() => Task.FromResult(!delivered.IsEmpty), TimeSpan.FromSeconds(20), () => second.Output);
            Assert.All(delivered, delivery => Assert.Equal(id, delivery));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task The_command_sends_a_sample_and_prints_what_came_back()
    {
        var address = $"http://127.0.0.1:{RunningService.FreePort()}";
        var delivered = new ConcurrentQueue<string>();
        await using var receiver = await WebhookReceiver.StartAsync(address, delivered);
        var settings = string.Join(' ', Settings.Select(setting => $"{setting.Key}={setting.Value}"));

        var taken = await Shell.RunAsync($"{settings} {RunningService.Program} webhook test {address}/hook");
        var refused = await Shell.RunAsync($"{settings} {RunningService.Program} webhook test {address}/none");
        var guarded = await Shell.RunAsync($"{RunningService.Program} webhook test {address}/hook --secret $({RunningService.Program} webhook secret)");

        Assert.Equal(0, taken.ExitCode);
        Assert.Contains("answer      thanks", taken.Output, StringComparison.Ordinal);
        Assert.Contains($"webhook-id  {delivered.Single()}", taken.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("The receiver answered 404.", refused.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, guarded.ExitCode);
        Assert.Contains("Only https is called.", guarded.Output, StringComparison.Ordinal);
    }

    private static async Task<string> SubmitAsync(RunningService service, string target)
    {
        using var content = new ByteArrayContent(Pictures.Sample("coffee.jpg"));
        using var response = await service.Http.PostAsync($"/v1/jobs?webhook={Uri.EscapeDataString(target)}", content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        return (string)JsonNode.Parse(text)!["id"]!;
    }
}
