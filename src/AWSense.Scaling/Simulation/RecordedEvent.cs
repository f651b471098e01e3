namespace AWSense.Scaling.Simulation;

/// <summary>Something that happened in a run.</summary>
/// <param name="At">When, after the start.</param>
/// <param name="Kind">What.</param>
/// <param name="Worker">To which worker; null where none has a part in it.</param>
/// <param name="Seconds">Time that a completed request kept its slot busy; else 0.</param>
public sealed record RecordedEvent(TimeSpan At, RecordedEventKind Kind, string? Worker, double Seconds);

/// <summary>What happened.</summary>
public enum RecordedEventKind
{
    /// <summary>A request came.</summary>
    Arrived = 0,

    /// <summary>A worker leased a request.</summary>
    Started = 1,

    /// <summary>A worker finished a request.</summary>
    Completed = 2,

    /// <summary>A worker lost a lease: it was killed, and nobody sees the request for a while, or it drains and hands back what it hasn't begun.</summary>
    LeaseLost = 3,

    /// <summary>A request that was delivered before waits again.</summary>
    Returned = 4,

    /// <summary>A worker was ordered.</summary>
    Ordered = 5,

    /// <summary>A worker takes requests from now on.</summary>
    Ready = 6,

    /// <summary>A worker takes none any more.</summary>
    Draining = 7,

    /// <summary>A worker has ended.</summary>
    Gone = 8,

    /// <summary>The metrics were sampled.</summary>
    Sampled = 9,

    /// <summary>A decision was taken; what it led to comes behind it.</summary>
    Decided = 10,
}
