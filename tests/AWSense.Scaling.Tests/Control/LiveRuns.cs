using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;

namespace AWSense.Scaling.Tests.Control;

/// <summary>Recordings of live runs; Control/recordings/README.md tells how they were made.</summary>
internal static class LiveRuns
{
    /// <summary>The policies that steered, by the names of the recordings.</summary>
    public static IReadOnlyList<string> Names { get; } = ["demo", "tracking"];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Control", "recordings");

    /// <summary>What happened, from the moment on at which the policy began to steer.</summary>
    public static IReadOnlyList<RecordedEvent> Read(string name)
    {
        var events = EventRecording.Read(Path.Combine(Folder, $"{name}.jsonl.gz")).Events;
        var began = events.Single(happened => happened.Kind == RecordedEventKind.Began).At;
        var since = events.Where(happened => happened.At >= began).Select(happened => happened with { At = happened.At - began }).ToList();

        // The sample that is due at the start is taken at once by a controller that isn't busy with starting a service.
        var first = since.FindIndex(happened => happened.Kind == RecordedEventKind.Sampled);
        if (first >= 0 && since[first].At < TimeSpan.FromSeconds(1))
        {
            since[first] = since[first] with { At = TimeSpan.Zero };
        }

        return [.. since.OrderBy(happened => happened.At)];
    }

    /// <summary>The policy that steered.</summary>
    public static ScalingPolicy PolicyOf(string name) => PolicyFile.Read(File.ReadAllText(Path.Combine(Folder, $"{name}.yaml"))).Policy!;

    /// <summary>The raw events with the turns of another policy between them: what it would have seen, whatever it decides.</summary>
    /// <param name="stretch">How many times slower all of it goes, for policies that look but once a minute.</param>
    public static IReadOnlyList<RecordedEvent> SeenBy(ScalingPolicy policy, IReadOnlyList<RecordedEvent> events, int stretch)
    {
        var raw = events
            .Where(happened => happened.Kind is not (RecordedEventKind.Began or RecordedEventKind.Sampled or RecordedEventKind.Decided))
            .Select(happened => happened with { At = happened.At * stretch, Seconds = happened.Seconds * stretch })
            .ToList();
        var end = raw[^1].At;
        var signals = policy.Signals;
        var samples = signals.Source == SignalSource.CloudWatch ? Every(signals.SampleStart, signals.SampleInterval, end, RecordedEventKind.Sampled) : [];
        var ticks = Every(signals.Phase ?? signals.Interval, signals.Interval, end, RecordedEventKind.Decided);

        // As in the simulator, a turn doesn't know yet what happens at its very moment, and a sample comes before a decision.
        return [.. samples.Concat(ticks).Concat(raw).OrderBy(happened => happened.At)];
    }

    private static IEnumerable<RecordedEvent> Every(TimeSpan first, TimeSpan interval, TimeSpan end, RecordedEventKind kind)
    {
        for (var at = first; at <= end; at += interval)
        {
            yield return new() { At = at, Kind = kind };
        }
    }
}
