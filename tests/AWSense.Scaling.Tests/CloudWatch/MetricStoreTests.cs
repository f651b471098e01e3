using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.CloudWatch;

public class MetricStoreTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(59, null, null)]
    [InlineData(60, null, 100.0)] // the sample of 0 s can be read at 60 s …
    [InlineData(80, null, 100.0)]
    [InlineData(119, null, 100.0)]
    [InlineData(120, 100.0, 101.0)] // … and that of 60 s at 120 s
    [InlineData(140, 100.0, 101.0)]
    [InlineData(200, 101.0, 102.0)]
    [InlineData(660, 109.0, null)] // the sample of 600 s isn't there
    public void With_a_sample_and_a_delay_of_a_minute_the_newest_point_is_one_to_two_minutes_old(int now, double? before, double? newest)
    {
        var store = new MetricStore(Minute);
        for (var i = 0; i < 10; i++)
        {
            store.Add(MetricNames.Visible, Start.AddMinutes(i), 100 + i);
        }

        Assert.Equal([before, newest], store.ReaderAt(Start.AddSeconds(now)).Read("visible", MetricStatistic.Maximum, Minute, 2));
    }

    [Theory]
    [InlineData(50, 4.0)]
    [InlineData(49.9, 3.0)]
    [InlineData(59.9, 4.0)]
    public void With_10_seconds_it_is_10_to_20_seconds_old(double now, double newest)
    {
        var store = new MetricStore(TimeSpan.FromSeconds(10));
        for (var i = 0; i < 10; i++)
        {
            store.Add(MetricNames.Visible, Start.AddSeconds(10 * i), i);
        }

        var points = store.ReaderAt(Start.AddSeconds(now)).Read("visible", MetricStatistic.Average, TimeSpan.FromSeconds(10), 3);

        Assert.Equal([newest - 2, newest - 1, newest], points);
    }

    [Theory]
    [InlineData(MetricStatistic.Average, 313.5)]
    [InlineData(MetricStatistic.Maximum, 317.0)]
    [InlineData(MetricStatistic.Minimum, 310.0)]
    [InlineData(MetricStatistic.Sum, 627.0)] // two samples in one window: what AWS' own example for SQS falls for
    [InlineData(MetricStatistic.SampleCount, 2.0)]
    public void The_samples_of_a_period_become_one_point(MetricStatistic statistic, double expected)
    {
        var store = new MetricStore(TimeSpan.Zero);
        store.Add(MetricNames.Visible, Start.AddSeconds(-1), 999);
        store.Add(MetricNames.Visible, Start, 317);
        store.Add(MetricNames.Visible, Start.AddSeconds(59), 310);
        store.Add(MetricNames.Visible, Start.AddSeconds(60), 999);

        Assert.Equal([expected], store.ReaderAt(Start.AddSeconds(59)).Read("visible", statistic, Minute, 1));
    }

    [Fact]
    public void The_statistic_comes_before_the_arithmetic()
    {
        var store = new MetricStore(TimeSpan.Zero);
        store.Add(MetricNames.Visible, Start, 10);
        store.Add(MetricNames.Visible, Start.AddSeconds(30), 20);
        store.Add(MetricNames.InService, Start, 5);
        store.Add(MetricNames.InService, Start.AddSeconds(30), 2);
        store.Add(MetricNames.Visible, Start.AddSeconds(60), 8);
        store.Add(MetricNames.InService, Start.AddSeconds(60), 0);

        var points = store.ReaderAt(Start.AddSeconds(60)).Read("backlogPerInstance", MetricStatistic.Maximum, Minute, 3);

        Assert.Equal([null, 4, null], points);
    }

    [Fact]
    public void A_sample_may_come_later_than_others_or_never()
    {
        var store = new MetricStore(Minute)
        {
            // As after the activation of a queue: the first samples come 15 minutes late; that of minute 3 never.
            DelayOf = sample => sample.At < Start.AddMinutes(2) ? TimeSpan.FromMinutes(15)
                : sample is { Metric: "visible", Value: 3 } ? null
                : Minute,
        };
        for (var i = 0; i < 5; i++)
        {
            store.Add(MetricNames.Visible, Start.AddMinutes(i), i);
        }

        Assert.Equal([null, null, 2, null, 4], store.ReaderAt(Start.AddMinutes(5)).Read("visible", MetricStatistic.Sum, Minute, 5));
        Assert.Equal([0, 1, 2, null, 4], store.ReaderAt(Start.AddMinutes(16)).Read("visible", MetricStatistic.Sum, Minute, 16).Take(5));
    }

    [Fact]
    public void A_reader_does_not_see_what_is_published_later()
    {
        var store = new MetricStore(Minute);
        var reader = store.ReaderAt(Start.AddSeconds(80));
        store.Add(MetricNames.Visible, Start, 1);
        store.Add(MetricNames.Visible, Start.AddSeconds(30), 2);

        Assert.Equal([1], reader.Read("visible", MetricStatistic.Maximum, Minute, 1));
        Assert.Equal([2], store.ReaderAt(Start.AddSeconds(90)).Read("visible", MetricStatistic.Maximum, Minute, 1));
    }

    [Fact]
    public void The_time_zone_is_no_matter_and_periods_before_1970_are_aligned_too()
    {
        var store = new MetricStore(TimeSpan.Zero);
        store.Add(MetricNames.Visible, Start.ToOffset(TimeSpan.FromMinutes(330)), 1);
        var reader = store.ReaderAt(Start.AddSeconds(59).ToOffset(TimeSpan.FromHours(-8)));
        Assert.Equal([1], reader.Read("visible", MetricStatistic.Sum, Minute, 1));

        store = new(TimeSpan.Zero);
        store.Add(MetricNames.Visible, DateTimeOffset.UnixEpoch.AddSeconds(-60), 1);
        store.Add(MetricNames.Visible, DateTimeOffset.UnixEpoch.AddSeconds(-1), 2);
        Assert.Equal([3], store.ReaderAt(DateTimeOffset.UnixEpoch.AddSeconds(-1)).Read("visible", MetricStatistic.Sum, Minute, 1));
    }

    [Fact]
    public void Samples_older_than_the_retention_are_given_up()
    {
        var store = new MetricStore(TimeSpan.Zero) { Retention = TimeSpan.FromMinutes(10) };
        for (var i = 0; i < 100_000; i++)
        {
            store.Add(MetricNames.Visible, Start.AddSeconds(10 * i), i);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100_000; i < 200_000; i++)
        {
            store.Add(MetricNames.Visible, Start.AddSeconds(10 * i), i);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        var points = store.ReaderAt(Start.AddSeconds(1_999_990)).Read("visible", MetricStatistic.Sum, TimeSpan.FromSeconds(10), 600);
        Assert.Equal(199_939.0, points[^61]); // exactly ten minutes old
        Assert.Null(points[0]);
    }

    [Fact]
    public void Any_samples_in_any_order_are_read_as_a_plain_computation_reads_them()
    {
        var sample = Gen.Select(Gen.Int[0, 300], Gen.Int[-9, 9], Gen.OneOf(0, 20, 60, 400));
        var readings = Gen.Select(
            Gen.Int[0, 500], Gen.OneOf(10, 20, 30, 60, 120), Gen.Int[1, 12], Gen.Enum<MetricStatistic>(), Gen.OneOf(0, 10, 60));
        Gen.Select(sample.Array[0, 60], readings).Sample((samples, reading) =>
        {
            var (now, period, periods, statistic, delay) = reading;
            var next = 0;
            var store = new MetricStore(TimeSpan.FromSeconds(delay)) { DelayOf = _ => TimeSpan.FromSeconds(samples[next++].Item3) };
            foreach (var (at, value, _) in samples)
            {
                store.Add(MetricNames.InFlight, Start.AddSeconds(at), value);
            }

            var points = store.ReaderAt(Start.AddSeconds(now)).Read("inFlight", statistic, TimeSpan.FromSeconds(period), periods);

            var newest = (int)Math.Floor((double)(now - delay) / period);
            var expected = Enumerable.Range(newest - periods + 1, periods).Select(k => Point(samples, now, k * period, period, statistic));
            return expected.SequenceEqual(points);
        }, iter: 5_000);
    }

    [Fact]
    public void A_store_that_is_read_all_the_time_answers_as_one_that_is_read_once()
    {
        var reading = Gen.Select(Gen.Int[-70, 70], Gen.OneOf(10, 60), Gen.Int[1, 7], Gen.OneOf("visible", "outstanding"));
        var step = Gen.Select(Gen.Int[-20, 40], Gen.Int[-9, 9], reading);
        Gen.Select(Gen.OneOf(0, 10, 60), step.Array[1, 40]).Sample((delay, steps) =>
        {
            var used = new MetricStore(TimeSpan.FromSeconds(delay));
            var now = 0;
            for (var i = 0; i < steps.Length; i++)
            {
                var (ahead, value, (later, period, periods, metric)) = steps[i];
                var fresh = new MetricStore(TimeSpan.FromSeconds(delay));
                now += ahead; // now and then back, as samples may come too late and readers may ask for what was
                used.Add(MetricNames.Visible, Start.AddSeconds(now), value);
                AddAll(fresh, steps.AsSpan(0, i + 1));
                IReadOnlyList<double?> Read(MetricStore store) => store.ReaderAt(Start.AddSeconds(now + later))
                    .Read(metric, MetricStatistic.Sum, TimeSpan.FromSeconds(period), periods);

                Assert.Equal(Read(fresh), Read(used));
            }
        }, iter: 5_000);
    }

    [Fact]
    public void A_day_of_decisions_takes_no_time_worth_a_word()
    {
        var store = new MetricStore(TimeSpan.FromSeconds(10));
        var total = 0.0;
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var tick = 0; tick < 8640; tick++)
        {
            var now = Start.AddSeconds(10 * tick);
            foreach (var metric in MetricNames.Base)
            {
                store.Add(metric, now, tick % 7);
            }

            total += store.ReaderAt(now).Read("outstandingPerInstance", MetricStatistic.Average, TimeSpan.FromSeconds(10), 90)[^2] ?? 0;
        }

        Assert.True(total > 0);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2)); // a scan of all samples would take minutes
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var store = new MetricStore(TimeSpan.Zero);
        var reader = store.ReaderAt(Start);

        Assert.Throws<ArgumentOutOfRangeException>(() => new MetricStore(TimeSpan.FromSeconds(-1)));
        Assert.Throws<ArgumentException>(() => store.Add(MetricNames.Outstanding, Start, 1));
        Assert.Throws<ArgumentException>(() => store.Add(MetricNames.Visible, Start, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read("visible", MetricStatistic.Sum, TimeSpan.Zero, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read("visible", MetricStatistic.Sum, Minute, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read("visible", MetricStatistic.Sum, Minute, MetricStore.PeriodsMax + 1));
        Assert.Equal(MetricStore.PeriodsMax, reader.Read("visible", MetricStatistic.Sum, Minute, MetricStore.PeriodsMax).Count);
        Assert.Throws<FormatException>(() => reader.Read("nothing", MetricStatistic.Sum, Minute, 1));
    }

    [Fact]
    public void Expressions_without_end_are_no_leak()
    {
        var store = new MetricStore(TimeSpan.Zero);
        store.Add(MetricNames.Visible, Start, 1);
        Read("visible");
        var again = Read("visible");
        for (var i = 0; i < 1000; i++)
        {
            Read($"visible + {i}");
        }

        Assert.InRange(Read("visible"), again + 1, long.MaxValue); // it was forgotten, and is read anew

        long Read(string metric)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.NotNull(store.ReaderAt(Start).Read(metric, MetricStatistic.Sum, Minute, 1)[0]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static void AddAll(MetricStore store, ReadOnlySpan<(int Ahead, int Value, (int, int, int, string))> steps)
    {
        var now = 0;
        foreach (var (ahead, value, _) in steps)
        {
            now += ahead;
            store.Add(MetricNames.Visible, Start.AddSeconds(now), value);
        }
    }

    private static double? Point((int At, int Value, int Delay)[] samples, int now, int from, int period, MetricStatistic statistic)
    {
        var values = samples.Where(one => one.At >= from && one.At < from + period && one.At + one.Delay <= now)
            .Select(one => (double)one.Value).ToList();
        return values.Count == 0 ? null : statistic switch
        {
            MetricStatistic.Average => values.Sum() / values.Count,
            MetricStatistic.Maximum => values.Max(),
            MetricStatistic.Minimum => values.Min(),
            MetricStatistic.Sum => values.Sum(),
            _ => values.Count,
        };
    }
}
