using AWSense.Core.Requests;
using AWSense.Worker.Handling;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Worker;

public sealed class HangWatchTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Lane.Interactive, 10)]
    [InlineData(Lane.Bulk, 200)] // its threads give way to all others
    public async Task A_stage_that_is_stuck_is_told_while_its_thread_is_stuck(Lane lane, int seconds)
    {
        var told = new TaskCompletionSource<ProcessingHungException>();
        var watch = new HangWatch(lane, time, told.SetResult);
        using var begun = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        var handling = Task.Run(() => watch.Watch("infer", watch.InLane(Timeout), () =>
        {
            begun.Set();
            return never.Wait(Patience);
        }), Token);
        begun.Wait(Patience, Token);

        time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        var early = told.Task.IsCompleted;
        time.Advance(TimeSpan.FromTicks(1));
        var hung = await told.Task.WaitAsync(Patience, Token);

        Assert.False(early);
        Assert.False(handling.IsCompleted);
        Assert.Equal("infer", hung.Stage);
        Assert.Equal($"The inference of the picture did not end within {seconds} s.", hung.Message);
        never.Set();
        await handling;
    }

    [Fact]
    public void The_time_between_stages_does_not_count()
    {
        var watch = new HangWatch(Lane.Interactive, time, reason => Assert.Fail(reason.Message));

        watch.Watch("decode", Timeout, () => 1);
        time.Advance(2 * Timeout);
        watch.Watch("infer", Timeout, () => 2);
        time.Advance(2 * Timeout);
    }
}
