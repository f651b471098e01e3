using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Fakes;

/// <summary>A clock that every delay moves on by its length, so that nobody waits and no more time passes than was waited for.</summary>
internal sealed class EagerTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            Advance(dueTime);
        }

        return timer;
    }
}
