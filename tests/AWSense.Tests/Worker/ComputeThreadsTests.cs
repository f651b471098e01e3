using AWSense.Worker;
using AWSense.Worker.Handling;
using Microsoft.Extensions.Options;

namespace AWSense.Tests.Worker;

public sealed class ComputeThreadsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ComputeThreads threads = new(Options.Create(new WorkerOptions { Slots = 2, Prefetch = 1 }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_much_runs_side_by_side_as_a_worker_can_have_in_hand()
    {
        using var together = new Barrier(participantCount: 4); // with the place for an interactive request

        var met = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => threads.RunAsync(() => together.SignalAndWait(Patience)))).WaitAsync(Patience, Token);

        Assert.All(met, Assert.True);
    }

    [Fact]
    public async Task Work_stays_off_the_thread_pool() =>
        Assert.False(await threads.RunAsync(() => Thread.CurrentThread.IsThreadPoolThread).WaitAsync(Patience, Token));

    [Fact]
    public async Task Work_that_throws_takes_no_thread_with_it()
    {
        for (var turn = 0; turn < 4; turn++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => threads.RunAsync<int>(() => throw new InvalidOperationException()).WaitAsync(Patience, Token));
        }

        Assert.Equal(7, await threads.RunAsync(() => 7).WaitAsync(Patience, Token));
    }

    public void Dispose() => threads.Dispose();
}
