using System.Net;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

public sealed class JobEventTests
{
    [Fact]
    public async Task Events_are_numbered_and_end_with_the_job()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:EventPace", "00:00:00.01"));
        var held = new TaskCompletionSource();
        host.Worker.Before = _ => held.Task;
        using var accepted = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"));
        using var stream = await host.SendAsync(HttpMethod.Get, $"{accepted.Headers.Location}/events", null);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal(("1", "queued"), await NextAsync(reader));
        await host.Worker.StartAsync();
        Assert.Equal(("2", "running"), await NextAsync(reader));
        held.SetResult();
        Assert.Equal(("3", "succeeded"), await NextAsync(reader));

        Assert.Null(await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
        await Eventually.HoldsAsync(() => host.Router.Count == 0);
    }

    [Fact]
    public async Task Events_that_were_seen_are_not_told_again()
    {
        await using var host = await WebHost.StartAsync();
        using var accepted = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"));
        await JobTests.EndedAsync(host, accepted.Headers.Location!.ToString());

        using var missed = await host.SendAsync(HttpMethod.Get, $"{accepted.Headers.Location}/events", null, ("Last-Event-ID", "2"));
        using var nothing = await host.SendAsync(HttpMethod.Get, $"{accepted.Headers.Location}/events", null, ("Last-Event-ID", "3"));

        Assert.StartsWith("id: 3\nevent: succeeded\ndata: {", await missed.TextAsync(), StringComparison.Ordinal);
        Assert.Empty(await nothing.TextAsync());
    }

    [Fact]
    public async Task A_quiet_stream_is_kept_open_with_comments()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:EventPace", "00:00:00.01"), ("Web:EventHeartbeat", "00:00:00.02"));
        using var accepted = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"));
        using var stream = await host.SendAsync(HttpMethod.Get, $"{accepted.Headers.Location}/events", null, ("Last-Event-ID", "1"));
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        Assert.Equal(": still here", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Streams_are_bounded_and_end_with_the_service()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:EventStreamsMax", "1"), ("Web:EventPace", "00:00:00.01"));
        using var accepted = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"));
        using var first = await host.SendAsync(HttpMethod.Get, $"{accepted.Headers.Location}/events", null);

        using var second = await host.SendAsync(HttpMethod.Get, $"{accepted.Headers.Location}/events", null);
        await second.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too-busy");
        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.StartsWith("id: 1\n", await first.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_of_an_unknown_job_are_404()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var response = await host.GetAsync("/v1/jobs/cat/events");

        await response.ProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    private static async Task<(string Id, string Name)> NextAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        return (lines[0]["id: ".Length..], lines[1]["event: ".Length..]);
    }
}
