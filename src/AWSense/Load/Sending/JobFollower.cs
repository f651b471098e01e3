using System.Diagnostics;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using AWSense.Load.Planning;

namespace AWSense.Load.Sending;

/// <summary>Waits for the end of jobs: by their events where the server has some, else by looking again and again.</summary>
internal sealed class JobFollower(HttpMessageInvoker http, LoadPlan plan)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PauseMax = TimeSpan.FromMilliseconds(500);
    private static readonly HashSet<string> FinalStates = new(StringComparer.Ordinal) { "succeeded", "failed", "cancelled", "expired" };

    /// <summary>Waits until a job has ended.</summary>
    /// <param name="accepted">The body of the 202.</param>
    public async Task<Answer> FollowAsync(byte[] accepted, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(accepted);
        var job = document.RootElement;
        var id = job.Text("id");
        var status = UrlOf(job.Text("status_url") ?? (id is null ? null : $"/v1/jobs/{id}"))
            ?? throw new InvalidDataException("The 202 tells neither status_url nor id.");
        var last = UrlOf(job.Text("events_url")) is { } events ? await WatchAsync(events, cancellationToken) : null;
        var body = last ?? await PollAsync(status, cancellationToken);
        var endedAt = Stopwatch.GetTimestamp();
        var answer = AnswerReader.OfJson(body);
        return answer.Id == id || id is null
            ? answer with { EndedAt = endedAt }
            : throw new InvalidDataException($"The job is {id}, its end names {answer.Id}.");
    }

    private Uri? UrlOf(string? text) => Uri.TryCreate(plan.Url, text, out var url) && text is not null ? url : null;

    /// <returns>The job at its end; null when the stream ended before, by a cut too.</returns>
    private async Task<byte[]?> WatchAsync(Uri events, CancellationToken cancellationToken)
    {
        byte[]? last = null;
        try
        {
            await ReadEventsAsync(events, job => last ??= job, cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // The picture was accepted, so its job goes on without this stream. A server that has gone is told by asking for the job.
        }

        return last;
    }

    private async Task ReadEventsAsync(Uri events, Action<byte[]> onEnd, CancellationToken cancellationToken)
    {
        using var request = WireRequest.Create(HttpMethod.Get, events, plan.ApiKey);
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            await WireRequest.ReadAsync(response, cancellationToken);
            return;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            // Read on to the end of the stream, so that its connection can be used again.
            if (FinalStates.Contains(item.EventType))
            {
                onEnd(Encoding.UTF8.GetBytes(item.Data));
            }
        }
    }

    private async Task<byte[]> PollAsync(Uri status, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            using var request = WireRequest.Create(HttpMethod.Get, status, plan.ApiKey);
            using var response = await http.SendAsync(request, cancellationToken);
            var body = await WireRequest.ReadAsync(response, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidDataException($"Asked for the job, the server answered {(int)response.StatusCode}.");
            }

            using var document = JsonDocument.Parse(body);
            if (document.RootElement.Text("status") is { } state && FinalStates.Contains(state))
            {
                return body;
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }
}
