using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>An answer's stages tell where the time really went.</summary>
public sealed class StageTests(StageTests.Undisturbed undisturbed) : IClassFixture<StageTests.Undisturbed>
{
    private const int DelayMs = 50;
    private const int WarmUps = 30;
    private const int Measured = 25;

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
        var before = await MedianAsync(undisturbed.Service);
        await using var delayed = await RunningService.StartAsync(workers: 1, environment: Chaos.Delay(stage, TimeSpan.FromMilliseconds(DelayMs)));

        var after = await MedianAsync(delayed);

        Assert.InRange(after[stage] - before[stage], DelayMs - 5, DelayMs + 5);
        Assert.All(before.Keys.Where(other => other != stage && other != "total"), other => Assert.InRange(after[other] - before[other], -5, 5));
    }

    /// <summary>A service that nothing delays.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        internal RunningService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Service = await RunningService.StartAsync(workers: 1);

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }

    private static async Task<Dictionary<string, double>> MedianAsync(RunningService service)
    {
        var runs = new List<Dictionary<string, double>>();
        for (var run = 0; run < WarmUps + Measured; run++)
        {
            using var content = new ByteArrayContent(Pictures.Variant("coffee.jpg", run));
            content.Headers.ContentType = new("image/jpeg");
            using var response = await service.Http.PostAsync("/v1/classify", content);
            var body = await response.Content.ReadFromJsonAsync<JsonNode>();
            runs.Add(body!["timings_ms"]!.AsObject().ToDictionary(stage => stage.Key, stage => (double)stage.Value!));
        }

        var warm = runs.Skip(WarmUps).ToList();
        return warm[0].Keys.ToDictionary(stage => stage, stage => warm.Select(run => run[stage]).Order().ElementAt(Measured / 2));
    }
}
