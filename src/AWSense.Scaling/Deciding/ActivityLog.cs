using AWSense.Scaling.AutoScaling;

namespace AWSense.Scaling.Deciding;

/// <summary>The scaling activity that simple scaling waits for: workers that come or go, and when the last had come or gone.</summary>
internal sealed record ActivityLog(bool Running, DateTimeOffset? EndedAt)
{
    public static readonly ActivityLog None = new(Running: false, EndedAt: null);

    /// <summary>The log after a look at the fleet.</summary>
    public ActivityLog Observe(ScalingObservation observation)
    {
        var running = observation.Fleet.BootingSince.Count > 0 || observation.Fleet.Draining > 0;
        return new(running, Running && !running ? observation.Now : EndedAt);
    }

    /// <summary>Why nothing may be done; null when something may.</summary>
    public string? FindObstacle(DateTimeOffset now, TimeSpan cooldown) => this switch
    {
        { Running: true } => "an activity is under way",
        { EndedAt: { } ended } when !new Cooldown(cooldown, 0, ended).Allows(now) => $"cooldown for another {(cooldown - (now - ended)).TotalSeconds:0} s",
        _ => null,
    };
}
