using System.Net;
using System.Text.Json;
using AWSense.Core.Jobs;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Results;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Tests.Web;

/// <summary>Listings of jobs, by what is known of them.</summary>
public sealed class ResultListingTests
{
    private static readonly ModelVersion Small = new("small", "1");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_are_listed_by_label_model_state_time_and_whether_they_are_dead()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var begin = TimeProvider.System.GetUtcNow();
        var cat = await AddAsync(host, begin.AddHours(-3), "tiger cat");
        var other = await AddAsync(host, begin.AddHours(-2), "tiger cat", model: new("large", "2"));
        var dog = await AddAsync(host, begin.AddHours(-1), "dog");
        var dead = (await DeadLetterTests.DieAsync(host, "cat")).ToString();

        Assert.Equal([other, cat], await IdsAsync(host, "label=CAT"));
        Assert.Equal([cat], await IdsAsync(host, "label=cat&model=small"));
        Assert.Equal([dead, dog, cat], await IdsAsync(host, "model=small"));
        Assert.Equal([dead], await IdsAsync(host, "dead_letter=true"));
        Assert.Equal([dog, other, cat], await IdsAsync(host, "dead_letter=false"));
        Assert.Equal([dead], await IdsAsync(host, "state=failed"));
        Assert.Equal([dog, other], await IdsAsync(host, $"since={Time(begin.AddHours(-2.5))}&until={Time(begin.AddMinutes(-1))}"));
        Assert.Empty(await IdsAsync(host, "label=cat&state=failed"));
    }

    [Fact]
    public async Task The_pictures_of_a_batch_are_listed_and_nothing_that_came_before_or_after()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var begin = TimeProvider.System.GetUtcNow();
        var (batch, other) = (RequestId.NewBatch(TimeProvider.System), RequestId.NewBatch(TimeProvider.System));
        await AddAsync(host, begin.AddHours(-1), "cat");
        await AddAsync(host, begin.AddHours(1), "cat");
        await AddAsync(host, other.Entry(1), "cat");
        var entries = await Task.WhenAll(Enumerable.Range(1, 5).Select(number => AddAsync(host, batch.Entry(number), number == 2 ? "cat" : "dog")));

        Assert.Equal(entries.Reverse(), await IdsAsync(host, $"batch={batch}"));
        Assert.Equal([entries[1]], await IdsAsync(host, $"batch={batch}&label=cat"));
        using var answer = await host.GetAsync($"/v1/jobs?batch={batch}&limit=3");
        using var rest = await host.GetAsync((await answer.JsonAsync()).GetProperty("next").GetString()!);
        Assert.Equal([entries[1], entries[0]], Ids(await rest.JsonAsync()));
        Assert.Empty(await IdsAsync(host, $"batch={RequestId.NewBatch(TimeProvider.System)}"));
    }

    [Fact]
    public async Task Labels_come_along_where_they_are_asked_for()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        await AddAsync(host, TimeProvider.System.GetUtcNow(), "cat");

        using var plain = await host.GetAsync("/v1/jobs");
        using var full = await host.GetAsync("/v1/jobs?results=true");

        Assert.False((await plain.JsonAsync()).GetProperty("jobs")[0].TryGetProperty("labels", out _));
        Assert.Equal("cat", (await full.JsonAsync()).GetProperty("jobs")[0].GetProperty("labels")[0].GetProperty("label").GetString());
    }

    [Fact]
    public async Task Pages_of_a_filter_follow_each_other_without_gap_or_repetition()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var begin = TimeProvider.System.GetUtcNow().AddHours(-1);
        var wanted = new List<string>();
        for (var number = 0; number < 30; number++)
        {
            var id = await AddAsync(host, begin.AddSeconds(number), number % 3 == 0 ? "old cat" : "dog");
            wanted.InsertRange(0, number % 3 == 0 ? [id] : []);
        }

        var found = new List<string>();
        for (var url = "/v1/jobs?limit=3&label=old%20cat"; url is not null;)
        {
            using var answer = await host.GetAsync(url);
            var page = await answer.JsonAsync();
            found.AddRange(Ids(page));
            url = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }

        Assert.Equal(wanted, found);
    }

    [Fact]
    public async Task A_call_that_finds_nothing_stops_at_its_bound_and_tells_where_to_go_on()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var begin = TimeProvider.System.GetUtcNow().AddHours(-1);
        for (var number = 0; number < ResultListing.LooksMax + 500; number++)
        {
            await host.Backend.Jobs.AcceptAsync(Record(IdAt(begin.AddSeconds(number)), Small), Token);
        }

        await host.Backend.Jobs.AcceptAsync(Record(IdAt(begin.AddSeconds(-1)), new("large", "2")), Token);
        var listing = host.Services.GetRequiredService<ResultListing>();
        var first = await listing.ListAsync(new() { Model = "large" }, null, 50, withResults: false, Token);
        var second = await listing.ListAsync(new() { Model = "large" }, first.Next, 50, withResults: false, Token);

        Assert.Empty(first.Entries);
        Assert.Equal("large", Assert.Single(second.Entries).Job.Model.Name);
        Assert.Null(second.Next);
    }

    [Theory]
    [InlineData("since=yesterday")]
    [InlineData("until=2026-01-05")]
    [InlineData("before=cat")]
    [InlineData("batch=cat")]
    [InlineData("batch=01942000-0000-7000-8000-000000000001")] // an entry
    [InlineData("limit=0")]
    [InlineData("dead_letter=perhaps")]
    public async Task What_cannot_be_read_is_400(string query)
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        using var answer = await host.GetAsync($"/v1/jobs?{query}");

        await answer.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    private static Task<string> AddAsync(WebHost host, DateTimeOffset at, string label, ModelVersion? model = null) => AddAsync(host, IdAt(at), label, model);

    private static async Task<string> AddAsync(WebHost host, RequestId id, string label, ModelVersion? model = null)
    {
        var at = id.CreatedAt;
        var known = model ?? Small;
        await host.Backend.Jobs.AcceptAsync(Record(id, known) with { AcceptedAt = at }, Token);
        await host.Backend.Settlement.SettleAsync(
            new(id, RequestState.Succeeded, known, [new(0, label, null, 0.9), new(1, "cat mouse dog", null, 0.1)], null, null, false, at, at, new()), Token);
        return id.ToString();
    }

    private static JobRecord Record(RequestId id, ModelVersion model) =>
        new(id, id.CreatedAt, Lane.Interactive, model, null, new string('0', 64), 1, "jpeg");

    private static RequestId IdAt(DateTimeOffset at) => RequestId.New(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(at));

    private static string Time(DateTimeOffset at) => Uri.EscapeDataString(at.ToString("O", System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<IEnumerable<string>> IdsAsync(WebHost host, string query)
    {
        using var answer = await host.GetAsync($"/v1/jobs?{query}");
        return Ids(await answer.JsonAsync());
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetString()!);
}
