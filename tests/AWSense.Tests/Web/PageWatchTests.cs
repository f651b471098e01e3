using AWSense.Core.Queues;
using AWSense.Web.Dashboard;
using AWSense.Web.Problems;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Tests.Web;

/// <summary>How an open page keeps looking.</summary>
public sealed class PageWatchTests : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider time = new();
    private readonly CancellationTokenSource left = new();
    private readonly List<bool> told = [];
    private readonly SemaphoreSlim looked = new(0);
    private int looks;

    [Fact]
    public async Task A_failure_that_passes_is_told_and_looked_past()
    {
        var watch = new PageWatch(Pace, time);
        var watching = Watch(watch, look => look is 2 or 3 ? throw new BackendUnavailableException("The queue can't be reached.") : Task.CompletedTask);

        for (var tick = 0; tick < 5; tick++)
        {
            time.Advance(Pace);
            Assert.True(await looked.WaitAsync(Patience, TestContext.Current.CancellationToken), "the watch has ended");
        }

        await left.CancelAsync();
        await watching;
        Assert.Equal(5, looks);
        Assert.Equal([false, true], told); // from the second look on, and since the fourth
    }

    [Fact]
    public async Task What_will_not_pass_ends_the_watch_with_its_cause()
    {
        var watching = Watch(new(Pace, time), _ => throw new ProblemException(ProblemKinds.Gone, "It is no longer kept."));

        time.Advance(Pace);

        Assert.Equal("It is no longer kept.", (await Assert.ThrowsAsync<ProblemException>(() => watching)).Message);
    }

    [Fact]
    public async Task A_look_that_fails_since_the_page_was_left_is_no_failure()
    {
        var watching = Watch(new(Pace, time), async _ =>
        {
            await left.CancelAsync();
            throw new ObjectDisposedException("page");
        });

        time.Advance(Pace);

        await watching;
        Assert.Equal(1, looks);
    }

    public void Dispose()
    {
        left.Dispose();
        looked.Dispose();
    }

    private Task Watch(PageWatch watch, Func<int, Task> look) => watch.RunAsync(
        () =>
        {
            looked.Release();
            return look(++looks);
        },
        () => told.Add(watch.IsCurrent),
        left.Token);
}
