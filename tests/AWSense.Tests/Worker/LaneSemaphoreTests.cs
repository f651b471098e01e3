using AWSense.Core.Requests;
using AWSense.Worker.Handling;

namespace AWSense.Tests.Worker;

public sealed class LaneSemaphoreTests
{
    private readonly LaneSemaphore semaphore = new(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Interactive_ones_go_before_bulk_ones_that_waited_longer_and_each_lane_keeps_its_order()
    {
        await semaphore.WaitAsync(Lane.Bulk, Token);
        List<string> entered = [];
        var waits = new[] { ("bulk 1", Lane.Bulk), ("interactive 1", Lane.Interactive), ("bulk 2", Lane.Bulk), ("interactive 2", Lane.Interactive) }
            .Select(wait => EnterAsync(entered, wait.Item1, wait.Item2)).ToList();

        semaphore.Release();
        await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(10), Token);

        Assert.Equal(["interactive 1", "interactive 2", "bulk 1", "bulk 2"], entered);
    }

    [Fact]
    public async Task Of_ten_one_is_bulk()
    {
        await semaphore.WaitAsync(Lane.Interactive, Token);
        List<string> entered = [];
        var waits = Enumerable.Range(0, 12).Select(_ => EnterAsync(entered, "interactive", Lane.Interactive)).Append(EnterAsync(entered, "bulk", Lane.Bulk)).ToList();

        semaphore.Release();
        await Task.WhenAll(waits).WaitAsync(TimeSpan.FromSeconds(10), Token);

        Assert.Equal(9, entered.IndexOf("bulk"));
    }

    [Fact]
    public async Task Who_was_cancelled_takes_no_place()
    {
        using var cancelling = new CancellationTokenSource();
        await semaphore.WaitAsync(Lane.Interactive, Token);
        var cancelled = semaphore.WaitAsync(Lane.Interactive, cancelling.Token);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        semaphore.Release();

        await semaphore.WaitAsync(Lane.Bulk, Token).WaitAsync(TimeSpan.FromSeconds(10), Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => semaphore.WaitAsync(Lane.Bulk, cancelling.Token));
        Assert.False(semaphore.WaitAsync(Lane.Interactive, Token).IsCompleted);
    }

    private async Task EnterAsync(List<string> entered, string name, Lane lane)
    {
        await semaphore.WaitAsync(lane, Token);
        entered.Add(name);
        semaphore.Release();
    }
}
