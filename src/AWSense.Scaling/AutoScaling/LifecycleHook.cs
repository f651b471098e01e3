namespace AWSense.Scaling.AutoScaling;

/// <summary>How long an instance may wait in a lifecycle hook.</summary>
/// <remarks>See https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html.</remarks>
public sealed record LifecycleHook
{
    /// <summary>The shortest <see cref="HeartbeatTimeout"/>.</summary>
    public static readonly TimeSpan HeartbeatTimeoutMin = TimeSpan.FromSeconds(30);

    /// <summary>The longest <see cref="HeartbeatTimeout"/>.</summary>
    public static readonly TimeSpan HeartbeatTimeoutMax = TimeSpan.FromSeconds(7200);

    private static readonly TimeSpan GlobalMax = TimeSpan.FromHours(48);
    private const int HeartbeatsMax = 100;

    /// <summary>Time in which a heartbeat must come, or the hook ends. The default is 3600 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter than <see cref="HeartbeatTimeoutMin"/> or longer than <see cref="HeartbeatTimeoutMax"/>.</exception>
    public TimeSpan HeartbeatTimeout
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, HeartbeatTimeoutMin);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, HeartbeatTimeoutMax);
            field = value;
        }
    }
    = TimeSpan.FromSeconds(3600);

    /// <summary>The most time a hook takes, whatever heartbeats come: 48 hours or 100 times <see cref="HeartbeatTimeout"/>, whichever is less.</summary>
    public TimeSpan GlobalTimeout => HeartbeatTimeout * HeartbeatsMax < GlobalMax ? HeartbeatTimeout * HeartbeatsMax : GlobalMax;

    /// <summary>When the hook ends, if nothing more is heard.</summary>
    /// <param name="enteredAt">When the instance began to wait.</param>
    /// <param name="lastHeartbeatAt">When it was heard last; null when it never was.</param>
    public DateTimeOffset EndsAt(DateTimeOffset enteredAt, DateTimeOffset? lastHeartbeatAt)
    {
        var heartbeat = (lastHeartbeatAt ?? enteredAt) + HeartbeatTimeout;
        var global = enteredAt + GlobalTimeout;
        return heartbeat < global ? heartbeat : global;
    }
}
