using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using AWSense.Web.Fleet;

namespace AWSense.Demo;

/// <summary>Looks at the fleet of a running service and prints a line whenever it has changed.</summary>
internal sealed class FleetWatch(Uri address) : IDisposable
{
    /// <summary>As many workers as the demonstration waits for.</summary>
    public const int Many = 6;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PatienceAfterAnswers = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient http = new() { BaseAddress = address };
    private readonly long began = Stopwatch.GetTimestamp();
    private (int Desired, int InService, int Booting, int Draining) shown;
    private long decisionShown;

    /// <summary>Follows the fleet until there is one worker again, or a minute after the answers.</summary>
    /// <param name="answers">Ends when all answers are there.</param>
    public async Task<FleetStory> FollowAsync(Task answers, CancellationToken cancellationToken)
    {
        var story = new FleetStory(null, null, null, 0);
        TimeSpan? answered = null;
        while (true)
        {
            // Asked before the look: a fleet that is small again was seen after the last answer.
            answered ??= answers.IsCompleted ? Elapsed : null;
            var fleet = await http.GetFromJsonAsync<FleetBody>("/v1/fleet", Json, cancellationToken)
                ?? throw new InvalidDataException("The service says nothing of its fleet.");
            var now = Elapsed;
            Show(now, fleet);
            story = story with
            {
                DesiredAfter = story.DesiredAfter ?? (fleet.Desired >= Many ? now : null),
                InServiceAfter = story.InServiceAfter ?? (fleet.InService >= Many ? now : null),
                BackAfter = answered is not null && fleet is { Desired: 1, InService: 1, Booting: 0, Draining: 0 } ? now : null,
                Redelivered = fleet.Redelivered,
            };
            if (story.BackAfter is not null || now - answered > PatienceAfterAnswers)
            {
                return story;
            }

            await Task.Delay(Pace, TimeProvider.System, cancellationToken);
        }
    }

    public void Dispose() => http.Dispose();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(began);

    private void Show(TimeSpan now, FleetBody fleet)
    {
        foreach (var decision in fleet.Decisions.Where(decision => decision.Number > decisionShown).Reverse())
        {
            Print(now, $"{decision.From} → {decision.To} workers: {decision.Reason}");
            decisionShown = decision.Number;
        }

        var state = (fleet.Desired, fleet.InService, fleet.Booting, fleet.Draining);
        if (state != shown)
        {
            var waiting = fleet.Backlog.Interactive.Waiting + fleet.Backlog.Bulk.Waiting;
            Print(now, $"desired {fleet.Desired} · in service {fleet.InService} · booting {fleet.Booting} · draining {fleet.Draining} · waiting {waiting}");
            shown = state;
        }
    }

    private static void Print(TimeSpan now, string text) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now.TotalSeconds,6:0.0} s  {text}"));
}

/// <summary>When the fleet got where, from the first upload on; null where it never did.</summary>
/// <param name="DesiredAfter">Until <see cref="FleetWatch.Many"/> workers were wanted.</param>
/// <param name="InServiceAfter">Until as many were in service.</param>
/// <param name="BackAfter">Until all answers were there and one worker was left.</param>
/// <param name="Redelivered">Requests that were given to a second worker.</param>
internal sealed record FleetStory(TimeSpan? DesiredAfter, TimeSpan? InServiceAfter, TimeSpan? BackAfter, long Redelivered);
