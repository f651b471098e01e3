using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Scaling.Tests.Control;

/// <summary>A clock for a loop that waits with one timer at a time: it goes on by just what the loop waits for, once the loop does.</summary>
internal sealed class SteppedTime() : FakeTimeProvider(Origin)
{
    public static readonly DateTimeOffset Origin = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();
    private TimeSpan? pending;

    public TimeSpan Elapsed => GetUtcNow() - Origin;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until the loop has done what was due, and waits again.</summary>
    /// <returns>For how long it waits.</returns>
    public async Task<TimeSpan> IdleAsync()
    {
        pending ??= await waits.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        return pending.Value;
    }

    /// <summary>Goes on to the moment that the loop waits for, and lets it do what is due.</summary>
    public async Task StepAsync()
    {
        await JumpAsync(await IdleAsync());
    }

    /// <summary>Goes on by more than the loop waits for, as when a machine slept; or less, as timers of whole milliseconds do.</summary>
    public async Task JumpAsync(TimeSpan time)
    {
        var early = await IdleAsync() - time;
        if (early > TimeSpan.Zero)
        {
            Assert.True(early < TimeSpan.FromMilliseconds(2), $"The loop waits for {early} more.");
            AdjustTime(GetUtcNow() - early);
            time += early;
        }

        pending = null;
        Advance(time);
        await IdleAsync();
    }
}
