using System.Globalization;
using AWSense.Core.Requests;
using AWSense.Worker;
using AWSense.Worker.Handling;
using Microsoft.Extensions.Options;

namespace AWSense.Tests.Worker;

public sealed class ComputeThreadsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ComputeThreads threads = new(Options.Create(new WorkerOptions { Slots = 2, Prefetch = 1 }));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Lane.Interactive)]
    [InlineData(Lane.Bulk)]
    public async Task A_picture_a_slot_one_decoded_ahead_and_one_that_is_fetched_run_side_by_side(Lane lane)
    {
        const int inHand = 4;
        using var together = new Barrier(inHand);

        var met = await Task.WhenAll(Enumerable.Range(0, inHand).Select(_ => RunAsync(lane, () => together.SignalAndWait(Patience)))).WaitAsync(Patience, Token);

        Assert.All(met, Assert.True);
    }

    [Theory]
    [InlineData(Lane.Interactive, 0)]
    [InlineData(Lane.Bulk, 9)]
    public async Task Bulk_work_gives_way_and_interactive_work_does_not(Lane lane, int niceness)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a niceness for each thread.");
        var own = NicenessOfThread();

        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RunAsync(lane, NicenessOfThread))).WaitAsync(Patience, Token);

        Assert.All(found, one => Assert.Equal(Math.Max(own, niceness), one));
    }

    [Theory]
    [InlineData(Lane.Interactive)]
    [InlineData(Lane.Bulk)]
    public async Task Work_stays_off_the_thread_pool(Lane lane) =>
        Assert.False(await RunAsync(lane, () => Thread.CurrentThread.IsThreadPoolThread));

    [Theory]
    [InlineData(Lane.Interactive, 0)]
    [InlineData(Lane.Bulk, 9)]
    public async Task What_awaits_goes_on_there(Lane lane, int niceness)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a niceness for each thread.");
        var own = NicenessOfThread();
        var found = new List<int>();

        await threads.HandleAsync(lane, async () =>
        {
            await Task.Yield();
            found.Add(NicenessOfThread());
            await Task.Run(() => { }, Token);
            found.Add(NicenessOfThread());
        }).WaitAsync(Patience, Token);

        Assert.All(found, one => Assert.Equal(Math.Max(own, niceness), one));
    }

    [Fact]
    public async Task Work_that_throws_takes_no_thread_with_it()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync<int>(Lane.Interactive, () => throw new InvalidOperationException()));
        }

        Assert.Equal(7, await RunAsync(Lane.Interactive, () => 7));
    }

    [Fact]
    public async Task A_lane_whose_threads_hang_holds_up_no_other()
    {
        using var hanging = new ManualResetEventSlim();
        var hung = Enumerable.Range(0, 4).Select(_ => RunAsync(Lane.Bulk, () => hanging.Wait(Patience))).ToList();

        Assert.Equal(7, await RunAsync(Lane.Interactive, () => 7));
        hanging.Set();
        await Task.WhenAll(hung);
    }

    public void Dispose() => threads.Dispose();

    private async Task<T> RunAsync<T>(Lane lane, Func<T> work)
    {
        var result = default(T)!;
        await threads.HandleAsync(lane, () =>
        {
            result = work();
            return Task.CompletedTask;
        }).WaitAsync(Patience, Token);
        return result;
    }

    // The nineteenth field of proc(5)'s stat, the seventeenth behind the name, which may hold anything.
    private static int NicenessOfThread()
    {
        var stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16], CultureInfo.InvariantCulture);
    }
}
