using AWSense.Backends.Aws.Archive;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws.Presence;

/// <summary>The object that tells every process of the fleet.</summary>
internal sealed class FleetFile(S3Objects objects, Jitter jitter, TimeProvider time)
{
    /// <summary>Its key.</summary>
    public const string Key = "fleet.json";

    private const int TriesMax = 10;

    // Health, metrics, the dashboard and the controller ask at about the same time.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private Reading? last;

    /// <summary>The fleet as it was written at most a second or so ago.</summary>
    public async Task<FleetRecord> ReadAsync(CancellationToken cancellationToken)
    {
        if (last is { } known && time.GetUtcNow() - known.ReadAt <= Fresh)
        {
            return known.Fleet;
        }

        using var stored = await objects.GetAsync(Key, cancellationToken);
        var fleet = FleetOf(stored);
        last = new(fleet, time.GetUtcNow());
        return fleet;
    }

    /// <summary>Takes in what was heard. Web instances that do so at once don't undo each other's.</summary>
    public async Task MergeAsync(IReadOnlyCollection<ProcessReport> reports, CancellationToken cancellationToken)
    {
        for (var tries = 1; tries <= TriesMax; tries++)
        {
            using var stored = await objects.GetAsync(Key, cancellationToken);
            var fleet = FleetOf(stored).With(reports, time.GetUtcNow());
            if (await objects.TryPutAsync(Key, FleetJson.Write(fleet), stored?.Version ?? S3Objects.None, cancellationToken))
            {
                return;
            }

            await Task.Delay(jitter.After(tries), time, cancellationToken);
        }

        throw new BackendUnavailableException($"Others change {Key} at the same time, {TriesMax} times in a row.");
    }

    private FleetRecord FleetOf(StoredObject? stored) => stored is null ? FleetRecord.Empty(time.GetUtcNow()) : FleetJson.ReadFleet(stored.Content.Memory.Span);

    private sealed record Reading(FleetRecord Fleet, DateTimeOffset ReadAt);
}
