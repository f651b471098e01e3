using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>An answer's stages tell where the time really went.</summary>
[Collection(Alone.Name)]
public sealed class StageTests(StageTests.Undisturbed undisturbed) : IClassFixture<StageTests.Undisturbed>
{
    private const int DelayMs = 50;
    private const int WarmUps = 30;
    private const int Measured = 25;

    private static int sent; // each picture is another, or it would be answered without a worker

    [Theory]
    [InlineData("accept")]
    [InlineData("queue")]
    [InlineData("fetch")]
    [InlineData("decode")]
    [InlineData("wait")]
    [InlineData("infer")]
    [InlineData("archive")]
    [InlineData("reply")]
    public async Task A_delay_is_found_in_its_own_stage(string stage)
    {
        await using var delayed = await RunningService.StartAsync(workers: 1, environment: Chaos.Delay(stage, TimeSpan.FromMilliseconds(DelayMs)));
        await SendAsync(delayed, WarmUps);

        // In turns, so that a machine that is busy with something else is so for both.
        var pairs = new List<(Dictionary<string, double> Before, Dictionary<string, double> After)>();
        for (var pair = 0; pair < Measured; pair++)
        {
            pairs.Add((await SendAsync(undisturbed.Service, 1), await SendAsync(delayed, 1)));
        }

        var more = pairs[0].Before.Keys.ToDictionary(key => key, key => pairs.Select(pair => pair.After[key] - pair.Before[key]).Order().ElementAt(Measured / 2));
        Assert.InRange(more[stage], DelayMs - 5, DelayMs + 5);
        Assert.All(more.Where(other => other.Key != stage && other.Key != "total"), other => Assert.InRange(other.Value, -5, 5));
    }

    /// <summary>A service that nothing delays.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        internal RunningService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Service = await RunningService.StartAsync(workers: 1);
            await SendAsync(Service, WarmUps);
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }

    /// <returns>The stages of the last of so many pictures.</returns>
    private static async Task<Dictionary<string, double>> SendAsync(RunningService service, int count)
    {
        var stages = new Dictionary<string, double>();
        for (var number = 0; number < count; number++)
        {
            using var content = new ByteArrayContent(Pictures.Variant("coffee.jpg", Interlocked.Increment(ref sent)));
            content.Headers.ContentType = new("image/jpeg");
            using var response = await service.Http.PostAsync("/v1/classify", content);
            var body = await response.Content.ReadFromJsonAsync<JsonNode>();
            stages = body!["timings_ms"]!.AsObject().ToDictionary(stage => stage.Key, stage => (double)stage.Value!);
        }

        return stages;
    }
}
