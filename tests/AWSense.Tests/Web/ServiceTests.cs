using System.Net;
using AWSense.Core.Fleet;
using AWSense.Core.Results;
using AWSense.Scaling.Deciding;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

/// <summary>Models, fleet, health and metrics.</summary>
public sealed class ServiceTests
{
    [Fact]
    public async Task Models_and_fleet_are_told()
    {
        await using var host = await WebHost.StartAsync();

        using var models = await host.GetAsync("/v1/models");
        using var fleet = await host.GetAsync("/v1/fleet");

        Assert.Equal("small", (await models.JsonAsync()).GetProperty("default").GetString());
        var body = await fleet.JsonAsync();
        Assert.Equal(1, body.GetProperty("desired").GetInt32());
        Assert.Equal(0, body.GetProperty("backlog").GetProperty("interactive").GetProperty("waiting").GetInt64());
        var worker = body.GetProperty("workers").EnumerateArray().Single();
        Assert.Equal("idle", worker.GetProperty("state").GetString());
        Assert.Equal(2, worker.GetProperty("slots").GetInt32());
        Assert.Equal(10, worker.GetProperty("succeeded").GetInt64());
    }

    [Fact]
    public async Task Readiness_tells_each_reason_and_comes_back()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        await AssertNotReadyAsync(host, "No worker is warm.");
        await host.Worker.ReportAsync(WorkerState.Booting);
        await AssertNotReadyAsync(host, "No worker is warm.");
        await host.Worker.ReportAsync(WorkerState.Busy);
        await AssertReadyAsync(host);
        host.Backend.Archive.FullReason = "Under 1 GiB is free.";
        await AssertNotReadyAsync(host, "Under 1 GiB is free.");
        host.Backend.Archive.FullReason = null;
        host.Backend.Queue.Unreachable = true;
        await AssertNotReadyAsync(host, "The broker can't be reached.");
        host.Backend.Queue.Unreachable = false;
        host.Backend.Fleet.UnhealthyReason = "Five workers crashed within a minute.";
        await AssertNotReadyAsync(host, "Five workers crashed within a minute.");
        host.Backend.Fleet.UnhealthyReason = null;
        await AssertReadyAsync(host);
    }

    [Fact]
    public async Task Metrics_name_stages_outcomes_backlog_and_workers_and_no_labels()
    {
        await using var host = await WebHost.StartAsync();
        host.Backend.Decisions.Add(new(1, default, 1, 3, "a sentence", null, new(1, [], 0), null, new(default, default, default)) { Kind = ReasonKind.Backlog });
        using var answer = await host.PostAsync("/v1/classify", TestPictures.Jpeg("custard apple"));
        await host.Backend.Responses.SendAsync("inbox-1", new(await ResultAsync(host), 0, TimeProvider.System.GetUtcNow()), TestContext.Current.CancellationToken);

        var text = "";
        for (var turn = 0; turn < 500 && !text.Contains("awsense_replies_dropped", StringComparison.Ordinal); turn++)
        {
            using var response = await host.GetAsync("/metrics");
            text = await response.TextAsync();
        }

        Assert.Contains("awsense_replies_dropped", text, StringComparison.Ordinal);
        Assert.Matches("awsense_stage_duration_seconds_count\\{.*stage=\"infer\"", text);
        Assert.Matches("awsense_images.*model=\"small\".*outcome=\"succeeded\"|awsense_images.*outcome=\"succeeded\".*model=\"small\"", text);
        Assert.Matches("awsense_queue_backlog.*lane=\"interactive\"", text);
        Assert.Matches("awsense_workers.*state=\"idle\"", text);
        Assert.Contains("awsense_waiters", text, StringComparison.Ordinal);
        Assert.Matches("awsense_scaling_decisions_total\\{.*direction=\"out\",reason=\"backlog\".*\\} 1\\s", text);
        Assert.DoesNotContain("custard", text, StringComparison.Ordinal);
    }

    private static async Task<ClassificationResult> ResultAsync(WebHost host) =>
        (await host.Backend.Settlement.FindAsync(host.Backend.Queue.Sent.Single().Request.Id, TestContext.Current.CancellationToken))!;

    private static async Task AssertReadyAsync(WebHost host)
    {
        using var response = await host.GetAsync("/health/ready");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.TextAsync());
    }

    private static async Task AssertNotReadyAsync(WebHost host, string reason)
    {
        using var response = await host.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal([reason], (await response.JsonAsync()).GetProperty("reasons").EnumerateArray().Select(text => text.GetString()));
        using var live = await host.GetAsync("/health/live");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }
}
