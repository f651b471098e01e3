using AWSense.Core.Queues;
using AWSense.Worker;
using AWSense.Worker.Leases;
using Microsoft.Extensions.Options;

namespace AWSense.Tests.Worker;

public sealed class WorkerPlacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WorkerPlaces places = Places(new() { Slots = 1, Prefetch = 1 }, pictureMs: 10);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_whose_outcome_is_archived_leaves_its_place_to_the_next()
    {
        places.Take(Lease("a"));
        places.Take(Lease("b"));
        var waiting = places.WaitAsync(Token);
        var free = places.Free;

        places.Settle(Lease("a"));
        await waiting.WaitAsync(Patience, Token);

        Assert.Equal((0, 1), (free, places.Free));
    }

    [Fact]
    public async Task No_more_are_being_told_than_there_are_places()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            Assert.InRange(places.Free, 1, 2);
            places.Take(Lease(name));
            places.Settle(Lease(name));
        }

        var waiting = places.WaitAsync(Token);
        var early = waiting.IsCompleted;
        places.Leave(Lease("c"));
        await waiting.WaitAsync(Patience, Token);

        Assert.False(early);
        Assert.Equal(1, places.Free);
    }

    [Fact]
    public void A_request_leaves_once_and_one_that_has_no_place_changes_nothing()
    {
        places.Take(Lease("a"));

        places.Settle(Lease("of the interactive place"));
        places.Leave(Lease("of the interactive place"));
        Assert.Equal(1, places.Free);

        places.Leave(Lease("a"));
        places.Settle(Lease("a"));
        places.Leave(Lease("a"));
        Assert.Equal(2, places.Free);
    }

    [Fact]
    public async Task More_are_asked_for_when_half_of_what_is_prefetched_is_used_up()
    {
        var many = Places(new() { Slots = 1, Prefetch = 8 }, pictureMs: 5);
        var leases = Enumerable.Range(0, 9).Select(number => Lease($"{number}")).ToList();
        leases.ForEach(many.Take);

        leases.Take(3).ToList().ForEach(many.Leave);
        var waiting = many.WaitAsync(Token);
        Assert.False(waiting.IsCompleted);
        many.Leave(leases[3]);
        await waiting.WaitAsync(Patience, Token);

        Assert.Equal(4, many.Free);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        using var cancelling = new CancellationTokenSource();
        places.Take(Lease("a"));
        places.Take(Lease("b"));
        var waiting = places.WaitAsync(cancelling.Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience, Token));
    }

    private static WorkerPlaces Places(WorkerOptions options, double pictureMs)
    {
        var prefetch = new PrefetchDepth(Options.Create(options));
        prefetch.Handled(pictureMs);
        return new(Options.Create(options), prefetch);
    }

    // Places know a lease by its receipt alone.
    private static RequestLease Lease(string receipt) => new(null!, receipt, 1, default, default);
}
