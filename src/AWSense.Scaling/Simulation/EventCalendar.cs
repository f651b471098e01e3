namespace AWSense.Scaling.Simulation;

/// <summary>What happens next: events by time, and of one time by kind, then in the order they were put in.</summary>
internal sealed class EventCalendar
{
    private readonly PriorityQueue<SimulationEvent, EventOrder> events = new();
    private long number;

    /// <summary>Time of the next event; infinite when there is none.</summary>
    public double NextAt { get; private set; } = double.PositiveInfinity;

    public void Add(double at, SimulationEvent next)
    {
        events.Enqueue(next, new(at, next.Kind, number++));
        NextAt = Math.Min(NextAt, at);
    }

    public SimulationEvent Take()
    {
        var next = events.Dequeue();
        NextAt = events.TryPeek(out _, out var order) ? order.At : double.PositiveInfinity;
        return next;
    }

    private readonly record struct EventOrder(double At, EventKind Kind, long Number) : IComparable<EventOrder>
    {
        public int CompareTo(EventOrder other) => At != other.At
            ? (At < other.At ? -1 : 1)
            : Kind != other.Kind ? Kind - other.Kind : Number.CompareTo(other.Number);
    }
}

/// <param name="Kind">What happens.</param>
/// <param name="Worker">To which worker; null for none.</param>
/// <param name="Value">The slot, or the request.</param>
internal readonly record struct SimulationEvent(EventKind Kind, SimulatedWorker? Worker = null, int Value = 0);

/// <summary>What happens; of the same moment, in this order.</summary>
internal enum EventKind
{
    RequestDone,
    WorkerReady,
    WorkerLost,
    RequestVisible,
    WarmWorkerPrepared,
    SpotNotice,
    DrainOverdue,
    Sample,
    Tick,
}
