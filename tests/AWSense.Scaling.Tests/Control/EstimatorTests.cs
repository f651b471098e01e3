using AWSense.Core.Fleet;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Control;

/// <summary>What is learned from the workers.</summary>
public sealed class EstimatorTests
{
    private static readonly DateTimeOffset Start = SteppedTime.Origin;

    [Fact]
    public void A_service_time_that_is_given_is_not_measured()
    {
        var estimator = new ServiceTimeEstimator(new() { MeanTime = TimeSpan.FromSeconds(2) });

        estimator.Observe(Start, Fleet(Worker("a", completed: 100, busy: 500)));

        Assert.Equal(2, estimator.Current.TotalSeconds);
    }

    [Fact]
    public void The_prior_of_a_service_time_counts_as_three_requests()
    {
        var estimator = new ServiceTimeEstimator(new() { Prior = TimeSpan.FromSeconds(4) });
        Assert.Equal(4, estimator.Current.TotalSeconds);

        estimator.Observe(Start, Fleet(Worker("a", completed: 3, busy: 6)));

        Assert.Equal((12 + 6) / 6.0, estimator.Current.TotalSeconds, tolerance: 1e-6);
    }

    [Fact]
    public void Each_request_counts_once_and_old_ones_lose_their_weight_in_five_minutes()
    {
        var estimator = new ServiceTimeEstimator(new() { Prior = TimeSpan.FromSeconds(1) });
        estimator.Observe(Start, Fleet(Worker("a", completed: 7, busy: 7), Worker("b", completed: 10, busy: 30)));
        estimator.Observe(Start.AddMinutes(2), Fleet(Worker("a", completed: 7, busy: 7), Worker("b", completed: 10, busy: 30))); // no news
        Assert.Equal((3 + 7 + 30) / 20.0, estimator.Current.TotalSeconds, tolerance: 1e-6);

        estimator.Observe(Start.AddMinutes(5), Fleet(Worker("a", completed: 27, busy: 67), Worker("b", completed: 10, busy: 30)));

        var weight = Math.Exp(-1);
        Assert.Equal(((40 * weight) + 60) / ((20 * weight) + 20), estimator.Current.TotalSeconds, tolerance: 1e-6);
    }

    [Fact]
    public void A_worker_that_has_gone_is_forgotten()
    {
        var estimator = new ServiceTimeEstimator(new() { Prior = TimeSpan.FromSeconds(1) });
        estimator.Observe(Start, Fleet(Worker("a", completed: 10, busy: 20), Worker("b", completed: 5, busy: 5)));
        estimator.Observe(Start, Fleet(Worker("b", completed: 5, busy: 5)));
        estimator.Observe(Start, Fleet(Worker("b", completed: 5, busy: 5), Worker("a", completed: 10, busy: 20))); // another of the name

        Assert.Equal((3 + 20 + 5 + 20) / 28.0, estimator.Current.TotalSeconds, tolerance: 1e-6);
    }

    [Fact]
    public void A_worker_that_starts_anew_under_its_name_counts_from_zero()
    {
        var estimator = new ServiceTimeEstimator(new() { Prior = TimeSpan.FromSeconds(1) });
        estimator.Observe(Start, Fleet(Worker("a", completed: 10, busy: 20)));

        estimator.Observe(Start, Fleet(Worker("a", completed: 2, busy: 4)));

        Assert.Equal((3 + 20 + 4) / 15.0, estimator.Current.TotalSeconds, tolerance: 1e-6);
    }

    [Fact]
    public void A_silent_worker_changes_nothing_and_goes_on_where_it_was()
    {
        var estimator = new ServiceTimeEstimator(new() { Prior = TimeSpan.FromSeconds(1) });
        estimator.Observe(Start, Fleet(Worker("a", completed: 10, busy: 20), Worker("b", completed: 5, busy: 5)));

        estimator.Observe(Start, Fleet(Silent("a"), Worker("b", completed: 6, busy: 6)));
        Assert.Equal((3 + 20 + 6) / 19.0, estimator.Current.TotalSeconds, tolerance: 1e-6);

        estimator.Observe(Start, Fleet(Worker("a", completed: 11, busy: 22), Worker("b", completed: 6, busy: 6)));
        Assert.Equal((3 + 22 + 6) / 20.0, estimator.Current.TotalSeconds, tolerance: 1e-6);
    }

    [Theory]
    [InlineData(50, 30)]
    [InlineData(1, 10)]
    [InlineData(99, 40)]
    public void A_boot_time_is_a_percentile_of_the_last_starts(int percentile, double expected)
    {
        var estimator = new BootTimeEstimator(new() { Prior = TimeSpan.FromSeconds(75), Percentile = percentile });

        estimator.Observe(Fleet(Started("a", 40), Started("b", 10), Started("c", 20), Started("d", 30)));

        Assert.Equal(expected, estimator.Current.TotalSeconds);
    }

    [Fact]
    public void The_prior_of_a_boot_time_holds_until_three_starts_each_seen_once()
    {
        var estimator = new BootTimeEstimator(new() { Prior = TimeSpan.FromSeconds(75) });
        var two = Fleet(Started("a", 10), Started("b", 10), Worker("c", completed: 0, busy: 0, phase: FleetMemberState.Booting));
        for (var turn = 0; turn < 5; turn++)
        {
            estimator.Observe(two);
        }

        Assert.Equal(75, estimator.Current.TotalSeconds);
        estimator.Observe(Fleet(Started("a", 10), Started("b", 10), Started("c", 10)));
        Assert.Equal(10, estimator.Current.TotalSeconds);
    }

    [Fact]
    public void Only_the_last_twenty_starts_count()
    {
        var estimator = new BootTimeEstimator(new() { Percentile = 99 });
        for (var number = 1; number <= 30; number++)
        {
            estimator.Observe(Fleet(Started($"worker-{number}", number <= 10 ? 100 : 5)));
        }

        Assert.Equal(5, estimator.Current.TotalSeconds);
    }

    [Fact]
    public void Workers_that_were_there_from_the_start_tell_nothing_of_boot_times()
    {
        var estimator = new BootTimeEstimator(new());

        estimator.Observe(Fleet(Started("a", 0), Started("b", 0), Started("c", 0)));

        Assert.Equal(75, estimator.Current.TotalSeconds);
    }

    [Fact]
    public void A_boot_time_that_is_not_to_be_learned_stays()
    {
        var estimator = new BootTimeEstimator(new() { Learn = false });

        estimator.Observe(Fleet(Started("a", 10), Started("b", 10), Started("c", 10)));

        Assert.Equal(75, estimator.Current.TotalSeconds);
    }

    [Theory]
    [InlineData(75, 10, 65)]
    [InlineData(5, 10, 0)]
    public void The_free_part_of_a_boot_is_not_billed(double boot, double free, double billed)
    {
        var scaler = new Scaler(new()
        {
            Rule = new FixedRule { Capacity = 1 },
            Capacity = new() { BootTime = new() { Prior = TimeSpan.FromSeconds(boot) }, Billing = new() { PendingFree = TimeSpan.FromSeconds(free) } },
        });

        Assert.Equal((boot, billed), (scaler.Estimates.BootTime.TotalSeconds, scaler.Estimates.BilledBootTime.TotalSeconds));
    }

    [Fact]
    public void A_snapshot_counts_its_workers_and_tells_the_oldest_order_first()
    {
        var reading = Fleet(
            Worker("a", 0, 0), Worker("b", 0, 0, FleetMemberState.Booting, orderedAt: 9), Worker("c", 0, 0, FleetMemberState.Draining), Worker("d", 0, 0), Worker("e", 0, 0, FleetMemberState.Booting, orderedAt: 4)).Reading;

        Assert.Equal((2, 1, 4), (reading.InService, reading.Draining, reading.Current));
        Assert.Equal([Start.AddSeconds(4), Start.AddSeconds(9)], reading.BootingSince);
    }

    [Fact]
    public void A_feed_shows_a_sample_when_it_is_published_and_not_before()
    {
        var feed = new MetricFeed(new() { PublicationDelay = TimeSpan.FromSeconds(60) });
        feed.Add(new(Waiting: 4, Leased: 2, 6, Start, Start), new(3, [], 1));
        feed.Add(new(Waiting: 8, Leased: 3, 11, Start, Start.AddSeconds(60)), new(5, [], 0));

        Assert.Null(feed.NewestAt(Start.AddSeconds(59)));
        Assert.Equal(4, feed.NewestAt(Start.AddSeconds(60))!.Waiting);
        Assert.Equal(4, feed.NewestAt(Start.AddSeconds(119))!.Waiting);
        Assert.Equal(8, feed.NewestAt(Start.AddSeconds(300))!.Waiting);
        Assert.Equal([4, 2, 3], new[] { "visible", "inFlight", "inService" }.Select(name => feed.ReaderAt(Start.AddSeconds(80)).Read(name, MetricStatistic.Maximum, TimeSpan.FromSeconds(60), 1)[0]));
    }

    private static FleetSnapshot Fleet(params WorkerSnapshot[] workers) => new(workers);

    private static WorkerSnapshot Worker(string id, long completed, double busy, FleetMemberState phase = FleetMemberState.InService, double orderedAt = 0) =>
        new(id, phase, Start.AddSeconds(orderedAt), phase == FleetMemberState.Booting ? null : Start.AddSeconds(orderedAt), completed, busy);

    private static WorkerSnapshot Silent(string id) => new(id, FleetMemberState.InService, Start, Start, Completed: null, BusySeconds: null);

    private static WorkerSnapshot Started(string id, double boot) => new(id, FleetMemberState.InService, Start, Start.AddSeconds(boot), 0, 0);
}
