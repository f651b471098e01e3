namespace AWSense.Backends.Tests.Embedded;

/// <summary>A clock that tests put forward, while waits and timers take real time.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long shift;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
