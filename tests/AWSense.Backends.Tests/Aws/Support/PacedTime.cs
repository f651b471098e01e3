using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Backends.Tests.Aws.Support;

/// <summary>A clock for several loops, each with one timer at a time: it goes on only when all of them wait, so that what they do takes none of its time.</summary>
internal sealed class PacedTime() : FakeTimeProvider(DateTimeOffset.UtcNow)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private int waiting;

    /// <summary>How many loops there are.</summary>
    public int Loops { get; set; }

    /// <summary>What else happens at each step.</summary>
    public Func<Task> OnStep { get; set; } = () => Task.CompletedTask;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new CountedTimer(this, callback, state, dueTime, period);

    /// <summary>Goes on until a condition holds, and fails when it hasn't by then.</summary>
    /// <returns>How long it took, in time of this clock.</returns>
    public async Task<TimeSpan> RunUntilAsync(Func<Task<bool>> condition, TimeSpan longest, string what)
    {
        var began = GetUtcNow();
        while (true)
        {
            await IdleAsync();
            if (await condition())
            {
                return GetUtcNow() - began;
            }

            Assert.True(GetUtcNow() - began < longest, $"In {longest} it didn't come to this: {what}.");
            Advance(Step);
            await IdleAsync();
            await OnStep();
        }
    }

    /// <summary>Goes on for a while.</summary>
    public Task RunAsync(TimeSpan time)
    {
        var end = GetUtcNow() + time;
        return RunUntilAsync(() => Task.FromResult(GetUtcNow() >= end), time + Step, "the time is over");
    }

    private async Task IdleAsync()
    {
        var began = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref waiting) < Loops)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"Only {waiting} of {Loops} loops wait.");
            await Task.Delay(1);
        }
    }

    private sealed class CountedTimer : ITimer
    {
        private readonly PacedTime clock;
        private readonly ITimer timer;
        private int counted = 1;

        public CountedTimer(PacedTime clock, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            this.clock = clock;
            Interlocked.Increment(ref clock.waiting);
            timer = clock.CreateUncounted(
                inner =>
                {
                    Uncount();
                    callback(inner);
                },
                state,
                dueTime,
                period);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            Uncount();
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Uncount();
            return timer.DisposeAsync();
        }

        private void Uncount()
        {
            if (Interlocked.Exchange(ref counted, 0) == 1)
            {
                Interlocked.Decrement(ref clock.waiting);
            }
        }
    }

    private ITimer CreateUncounted(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, dueTime, period);
}
