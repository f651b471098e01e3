namespace AWSense.Scaling.Recording;

/// <summary>How long a worker's slots were busy since its last completion, by what it holds: requests beyond its slots only wait.</summary>
internal sealed class SlotClock
{
    private TimeSpan since;
    private double busy;
    private int held;

    /// <summary>Requests that it serves side by side; 1 until it has told.</summary>
    public int Slots { get; set; } = 1;

    public void Start(TimeSpan now)
    {
        Accrue(now);
        held++;
    }

    /// <summary>A request is out of its hands, unfinished.</summary>
    public void End(TimeSpan now)
    {
        Accrue(now);
        held--;
    }

    /// <returns>Seconds since the completion before.</returns>
    public double Complete(TimeSpan now)
    {
        End(now);
        (var seconds, busy) = (busy, 0);
        return seconds;
    }

    private void Accrue(TimeSpan now)
    {
        busy += Math.Min(held, Slots) * (now - since).TotalSeconds;
        since = now;
    }
}
