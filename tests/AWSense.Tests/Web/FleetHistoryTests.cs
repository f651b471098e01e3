using System.Net;
using AWSense.Tests.Fakes;
using AWSense.Web.Fleet;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Tests.Web;

/// <summary>What is kept of queue and fleet, and that whoever looks on shares it.</summary>
public sealed class FleetHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Samples_tell_the_rates_the_latency_and_the_fleet()
    {
        await using var host = await WebHost.StartAsync(("Web:FleetPace", "00:00:00.05"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            using var answer = await host.PostAsync("/v1/classify", TestPictures.Jpeg($"label {number}"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }));
        await LooksAsync(host, 2);

        using var response = await host.GetAsync("/v1/fleet/history");
        var body = await response.JsonAsync();

        var samples = body.GetProperty("samples").EnumerateArray().ToList();
        Assert.Equal(0.05, body.GetProperty("pace_seconds").GetDouble());
        Assert.Contains(samples, sample => sample.TryGetProperty("arrivals_per_second", out var rate) && rate.GetDouble() > 0);
        Assert.Contains(samples, sample => sample.TryGetProperty("completions_per_second", out var rate) && rate.GetDouble() > 0);
        Assert.InRange(samples[^1].GetProperty("latency_p95_seconds").GetDouble(), samples[^1].GetProperty("latency_p50_seconds").GetDouble(), 10);
        Assert.Equal((1, 1), (samples[^1].GetProperty("desired").GetInt32(), samples[^1].GetProperty("in_service").GetInt32()));
    }

    [Fact]
    public async Task What_cannot_be_read_is_a_gap_and_no_zero()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:FleetPace", "00:00:00.02"));
        await LooksAsync(host, 1);
        host.Backend.Queue.Unreachable = true;
        await LooksAsync(host, 3);

        using var response = await host.GetAsync("/v1/fleet/history?seconds=900");
        var last = (await response.JsonAsync()).GetProperty("samples").EnumerateArray().Last();

        Assert.True(last.TryGetProperty("at", out _));
        Assert.All(["waiting", "desired", "arrivals_per_second"], name => Assert.False(last.TryGetProperty(name, out _), name));
    }

    [Fact]
    public async Task However_many_follow_the_fleet_it_is_read_once()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:FleetPace", "00:01:00"));
        await Eventually.HoldsAsync(() => host.Services.GetRequiredService<FleetHistory>().Latest is not null);
        var streams = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.SendAsync(HttpMethod.Get, "/v1/fleet/events", null)));
        var readers = await Task.WhenAll(streams.Select(async stream => new StreamReader(await stream.Content.ReadAsStreamAsync(Token))));
        await Task.WhenAll(readers.Select(NextAsync));
        var before = host.Backend.Queue.Reads;

        host.Backend.Decisions.Add(new(1, DateTimeOffset.UnixEpoch, 1, 2, "because", null, new(1, [], 0), null, new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))));
        var told = await Task.WhenAll(readers.Select(NextAsync));

        Assert.All(told, number => Assert.Equal("id: 1", number));
        Assert.Equal(1, host.Backend.Queue.Reads - before);
        foreach (var stream in streams)
        {
            stream.Dispose();
        }
    }

    [Fact]
    public async Task The_charts_are_drawn_once_for_all_who_look_and_tell_when_nothing_can_be_read()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:FleetPace", "00:00:00.5"));
        await host.Backend.Fleet.SetDesiredAsync(1, Token);
        var charts = host.Services.GetRequiredService<LiveCharts>();
        await Eventually.HoldsAsync(() => charts.Current()?.Fleet.InService == 1);

        await LooksAsync(host, 1);
        var (first, second) = (charts.Current(), charts.Current());
        await LooksAsync(host, 1);
        var third = charts.Current();
        host.Backend.Queue.Unreachable = true;
        await LooksAsync(host, 2);
        var blind = charts.Current();

        Assert.Same(first, second);
        Assert.NotSame(first, third);
        Assert.Equal(["in service", "booting", "draining", "desired"], third!.Workers.Lines.Select(line => line.Name));
        Assert.Equal("1", third.Workers.Lines[0].Last);
        Assert.StartsWith("M", third.Workers.Lines[3].Path, StringComparison.Ordinal);
        Assert.Null(blind!.Now.Desired); // and the last state stands
        Assert.Equal(1, blind.Fleet.InService);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("901")]
    [InlineData("cat")]
    public async Task A_look_back_beyond_the_history_is_400(string seconds)
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var answer = await host.GetAsync($"/v1/fleet/history?seconds={seconds}");

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public void Percentiles_are_within_five_percent_and_old_answers_are_forgotten()
    {
        var window = new LatencyWindow();
        Assert.Null(window.Turn());
        for (var milliseconds = 1; milliseconds <= 1000; milliseconds++)
        {
            window.Add(TimeSpan.FromMilliseconds(milliseconds));
        }

        var percentiles = window.Turn()!;
        Assert.InRange(percentiles.P50Seconds, 0.475, 0.525);
        Assert.InRange(percentiles.P95Seconds, 0.9025, 0.9975);
        for (var turn = 0; turn < 9; turn++)
        {
            Assert.NotNull(window.Turn());
        }

        Assert.Null(window.Turn());
        window.Add(TimeSpan.FromDays(30));
        window.Add(TimeSpan.FromDays(-30));
        Assert.NotNull(window.Turn());
    }

    private static async Task LooksAsync(WebHost host, int looks)
    {
        for (var look = 0; look < looks; look++)
        {
            await host.Services.GetRequiredService<FleetHistory>().NextAsync().WaitAsync(TimeSpan.FromSeconds(10), Token);
        }
    }

    /// <summary>The next event's first line.</summary>
    private static async Task<string> NextAsync(StreamReader reader)
    {
        var lines = new List<string>();
        while (await reader.ReadLineAsync(Token) is { Length: > 0 } line)
        {
            lines.Add(line);
        }

        return lines[0];
    }
}
