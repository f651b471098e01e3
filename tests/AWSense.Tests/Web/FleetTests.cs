using System.Net;
using System.Text.Json;
using AWSense.Scaling.Control;

namespace AWSense.Tests.Web;

/// <summary>What the service tells of its fleet and of the decisions on it.</summary>
public sealed class FleetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Before_the_first_decision_nothing_is_told_of_rates()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var answer = await host.GetAsync("/v1/fleet");
        var fleet = await answer.JsonAsync();

        Assert.Equal("test", fleet.GetProperty("policy").GetString());
        Assert.Equal(0, fleet.GetProperty("decisions").GetArrayLength());
        Assert.All(["arrivals_per_second", "service_time_seconds", "boot_time_seconds"], name => Assert.False(fleet.TryGetProperty(name, out _), name));
    }

    [Fact]
    public async Task The_policy_its_estimates_and_the_last_changes_are_told_newest_first()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        for (var number = 1; number <= 30; number++)
        {
            host.Backend.Decisions.Add(Decision(number, before: 1, desired: number % 2 == 0 ? 1 : 2));
        }

        using var answer = await host.GetAsync("/v1/fleet");
        var fleet = await answer.JsonAsync();

        Assert.Equal((1.23, 0.5, 75), (Number(fleet, "arrivals_per_second"), Number(fleet, "service_time_seconds"), Number(fleet, "boot_time_seconds")));
        var decisions = fleet.GetProperty("decisions").EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(0, 15).Select(turn => 29 - (2 * turn)), decisions.Select(decision => (int)Number(decision, "number")));
        Assert.Equal((1, 2, "because"), (Number(decisions[0], "from"), Number(decisions[0], "to"), decisions[0].GetProperty("reason").GetString()));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(29), decisions[0].GetProperty("at").GetDateTimeOffset());
    }

    [Fact]
    public async Task At_most_twenty_changes_are_told()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        for (var number = 1; number <= 25; number++)
        {
            host.Backend.Decisions.Add(Decision(number, before: 1, desired: 2));
        }

        using var answer = await host.GetAsync("/v1/fleet");

        Assert.Equal(20, (await answer.JsonAsync()).GetProperty("decisions").GetArrayLength());
    }

    [Fact]
    public async Task The_most_workers_are_those_of_the_policy_or_of_the_fleet()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        using var usual = await host.GetAsync("/v1/fleet");
        host.Backend.Fleet.WorkersMax = 3;
        using var small = await host.GetAsync("/v1/fleet");
        host.Backend.Fleet.WorkersMax = 60;
        using var large = await host.GetAsync("/v1/fleet");

        Assert.Equal((19, 3, 19), (Number(await usual.JsonAsync(), "max"), Number(await small.JsonAsync(), "max"), Number(await large.JsonAsync(), "max")));
    }

    [Fact]
    public async Task Each_decision_is_an_event_with_its_number_whether_it_changes_anything_or_not()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        using var stream = await host.SendAsync(HttpMethod.Get, "/v1/fleet/events", null);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Token));
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);
        Assert.Equal("no-cache", stream.Headers.CacheControl?.ToString());

        Assert.Equal((0, 0), await NextAsync(reader));
        host.Backend.Decisions.Add(Decision(1, before: 1, desired: 1));
        Assert.Equal((1, 0), await NextAsync(reader));
        host.Backend.Decisions.Add(Decision(2, before: 1, desired: 2));
        Assert.Equal((2, 1), await NextAsync(reader));
    }

    [Fact]
    public async Task Between_decisions_comments_keep_the_stream_open()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:EventHeartbeat", "00:00:00.02"));
        using var stream = await host.SendAsync(HttpMethod.Get, "/v1/fleet/events", null);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Token));
        await NextAsync(reader);

        Assert.Equal(": still here", await reader.ReadLineAsync(Token));
        Assert.Empty((await reader.ReadLineAsync(Token))!);
        Assert.Equal(": still here", await reader.ReadLineAsync(Token));
    }

    [Fact]
    public async Task Streams_are_bounded_and_one_that_ended_makes_room()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:EventStreamsMax", "1"), ("Web:EventHeartbeat", "00:00:00.02"));
        var first = await host.SendAsync(HttpMethod.Get, "/v1/fleet/events", null);
        using (var second = await host.SendAsync(HttpMethod.Get, "/v1/fleet/events", null))
        {
            await second.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too-busy");
        }

        first.Dispose();
        var status = HttpStatusCode.ServiceUnavailable;
        for (var turn = 0; turn < 500 && status != HttpStatusCode.OK; turn++)
        {
            await Task.Delay(10, Token);
            using var third = await host.SendAsync(HttpMethod.Get, "/v1/fleet/events", null);
            status = third.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Fact]
    public async Task A_stream_ends_with_the_service()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        using var stream = await host.SendAsync(HttpMethod.Get, "/v1/fleet/events", null);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Token));
        await NextAsync(reader);

        await host.StopAsync().WaitAsync(TimeSpan.FromSeconds(10), Token);

        Assert.Null(await reader.ReadLineAsync(Token));
    }

    private static DecisionRecord Decision(long number, int before, int desired) => new(
        number,
        DateTimeOffset.UnixEpoch.AddSeconds(number),
        before,
        desired,
        "because",
        null,
        new(before, [], 0),
        1.234,
        new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(75), TimeSpan.FromSeconds(65)));

    private static double Number(JsonElement body, string name) => body.GetProperty(name).GetDouble();

    /// <summary>The next event: its number, and how many changes it tells of.</summary>
    private static async Task<(long Number, int Changes)> NextAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Token) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        Assert.Equal("event: fleet", lines[1]);
        var body = JsonDocument.Parse(lines[2]["data: ".Length..]).RootElement;
        return (long.Parse(lines[0]["id: ".Length..], System.Globalization.CultureInfo.InvariantCulture), body.GetProperty("decisions").GetArrayLength());
    }
}
