using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AWSense.SystemTests.Hosting;

/// <summary>The fleet as the service tells it.</summary>
/// <param name="Decisions">Those that changed the number of workers, newest first.</param>
internal sealed record FleetState(
    int Desired, int InService, int Booting, int Draining, long Redelivered, int CrashesLastMinute, double ServiceTimeSeconds, IReadOnlyList<FleetChange> Decisions)
{
    /// <summary>One worker, and nothing that comes or goes.</summary>
    public bool IsAtRest => (Desired, InService, Booting, Draining) == (1, 1, 0, 0);

    public static FleetState Of(JsonNode node) => new(
        (int)node["desired"]!,
        (int)node["in_service"]!,
        (int)node["booting"]!,
        (int)node["draining"]!,
        (long)node["redelivered"]!,
        (int)node["crashes_last_minute"]!,
        (double?)node["service_time_seconds"] ?? 0,
        [.. node["decisions"]!.AsArray().Select(change => new FleetChange((DateTimeOffset)change!["at"]!, (int)change["from"]!, (int)change["to"]!, (string)change["reason"]!))]);
}

/// <summary>A decision that changed the number of workers.</summary>
internal sealed record FleetChange(DateTimeOffset At, int From, int To, string Reason);

/// <summary>What tests of scaling ask of a running service.</summary>
internal static class FleetQuestions
{
    public static async Task<FleetState> FleetAsync(this RunningService service) =>
        FleetState.Of((await service.Http.GetFromJsonAsync<JsonNode>("/v1/fleet"))!);

    /// <summary>Waits until the fleet is as it should be.</summary>
    /// <returns>When it was seen to be.</returns>
    public static async Task<DateTimeOffset> WaitForFleetAsync(this RunningService service, Func<FleetState, bool> condition, DateTimeOffset until, string words)
    {
        FleetState? state = null;
        await Eventually.Async(
            async () => condition(state = await service.FleetAsync()),
            until - DateTimeOffset.UtcNow,
            () => $"It is not so in time that {words}: {state}\n{string.Join('\n', state?.Decisions ?? [])}\n{service.Output}");
        return DateTimeOffset.UtcNow;
    }

    /// <summary>Sends a different picture for each number, all at once, and checks that each gets its own answer.</summary>
    public static async Task ClassifyAllAsync(this RunningService service, IEnumerable<int> numbers)
    {
        var answers = await Task.WhenAll(numbers.Select(number => service.ClassifyAsync(number)));
        Assert.Equal(answers.Length, answers.Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Sends a picture, waits for its answer, and checks the label.</summary>
    /// <returns>The job's id.</returns>
    public static async Task<string> ClassifyAsync(this RunningService service, int number)
    {
        var sample = Pictures.Names[number % Pictures.Names.Count];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/classify");
        request.Headers.Add("Prefer", "wait=60");
        request.Content = new ByteArrayContent(Pictures.Variant(sample, number));
        request.Content.Headers.ContentType = new("image/jpeg");
        using var response = await service.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var job = Job.Of((await response.Content.ReadFromJsonAsync<JsonNode>())!);
        Assert.Equal(Pictures.SampleLabels[sample], job.Label);
        return job.Id;
    }
}
