using AWSense.Worker;
using AWSense.Worker.Leases;
using Microsoft.Extensions.Options;

namespace AWSense.Tests.Worker;

public sealed class PrefetchDepthTests
{
    [Fact]
    public void Before_the_first_picture_one_is_prefetched() => Assert.Equal(1, Depth().Now);

    [Theory]
    [InlineData(10, 5)]
    [InlineData(26, 1)]
    [InlineData(25, 2)]
    [InlineData(2, 8)] // no more than allowed
    [InlineData(5_000, 1)] // a slow one is waited for here, so that there is always a next
    public void As_many_are_prefetched_as_begin_within_fifty_milliseconds(double pictureMs, int prefetched)
    {
        var depth = Depth();

        depth.Handled(pictureMs);

        Assert.Equal(prefetched, depth.Now);
    }

    [Fact]
    public void Each_slot_begins_its_own()
    {
        var depth = Depth(slots: 2);

        depth.Handled(20);

        Assert.Equal(5, depth.Now);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void It_can_be_turned_off_and_kept_small(int most, int prefetched)
    {
        var depth = Depth(most);
        var first = depth.Now;

        depth.Handled(1);

        Assert.Equal((prefetched, prefetched), (first, depth.Now));
    }

    [Fact]
    public void One_slow_picture_among_quick_ones_changes_little_and_many_do()
    {
        var depth = Depth();
        depth.Handled(10);

        depth.Handled(30);
        Assert.Equal(4, depth.Now);

        for (var picture = 0; picture < 40; picture++)
        {
            depth.Handled(100);
        }

        Assert.Equal(1, depth.Now);
    }

    private static PrefetchDepth Depth(int most = 8, int slots = 1) => new(Options.Create(new WorkerOptions { Slots = slots, Prefetch = most }));
}
