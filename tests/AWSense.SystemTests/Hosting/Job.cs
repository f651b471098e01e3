using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace AWSense.SystemTests.Hosting;

/// <summary>A job as the service tells it.</summary>
internal sealed record Job(string Id, string Status, string? Label, string? ErrorCode, string? ErrorDetail, string? ErrorStage)
{
    public static Job Of(JsonNode node) => new(
        (string)node["id"]!,
        (string)node["status"]!,
        (string?)node["labels"]?.AsArray().FirstOrDefault()?["label"],
        (string?)node["error"]?["code"],
        (string?)node["error"]?["detail"],
        (string?)node["error"]?["stage"]);
}

/// <summary>What tests ask of a running service.</summary>
internal static class ServiceQuestions
{
    /// <summary>Sends a picture to be classified later.</summary>
    /// <returns>The job's id.</returns>
    public static async Task<string> SubmitAsync(this RunningService service, byte[] picture)
    {
        using var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new("image/jpeg");
        using var response = await service.Http.PostAsync("/v1/jobs", content);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    public static async Task<Job> JobAsync(this RunningService service, string id) =>
        Job.Of((await service.Http.GetFromJsonAsync<JsonNode>($"/v1/jobs/{id}"))!);

    /// <summary>All jobs, newest first.</summary>
    public static async Task<IReadOnlyList<Job>> JobsAsync(this RunningService service)
    {
        var page = await service.Http.GetFromJsonAsync<JsonNode>("/v1/jobs?limit=1000");
        return [.. page!["jobs"]!.AsArray().Select(job => Job.Of(job!))];
    }

    /// <summary>Waits until every job has ended.</summary>
    public static Task WaitUntilIdleAsync(this RunningService service) => Eventually.Async(
        async () => (await service.JobsAsync()).All(job => job.Status is not ("queued" or "running")),
        TimeSpan.FromSeconds(90),
        () => $"Some jobs don't end:\n{service.Output}");

    /// <summary>A metric without labels, as /metrics has it.</summary>
    public static async Task<double> WaitersAsync(this RunningService service)
    {
        var text = await service.Http.GetStringAsync("/metrics");
        var line = text.Split('\n').Single(entry => entry.StartsWith("awsense_waiters", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
