using AWSense.Scaling.AutoScaling;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.AutoScaling;

public class InstanceBillingTests
{
    private static readonly DateTimeOffset Ordered = DateTimeOffset.UnixEpoch.AddDays(20_000);
    private static readonly BillingSettings Defaults = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9.9, 0)] // ended while it was pending, which is 10 seconds
    [InlineData(10, 0)]
    [InlineData(10.001, 60)]
    [InlineData(20, 60)] // 10 seconds of running
    [InlineData(70, 60)]
    [InlineData(70.001, 61)] // a begun second counts
    [InlineData(71, 61)]
    [InlineData(3610, 3600)]
    public void Running_is_charged_by_the_second_and_for_a_minute_at_least(double endedAfter, double charged) =>
        Assert.Equal(TimeSpan.FromSeconds(charged), InstanceBilling.Charge(Ordered, Ordered.AddSeconds(endedAfter), Defaults));

    [Theory]
    [InlineData(10, 60, 0, 60)]
    [InlineData(61, 60, 0, 120)]
    [InlineData(60, 60, 0, 60)]
    [InlineData(1, 3600, 60, 3600)]
    [InlineData(1, 7, 60, 60)] // the least is no multiple
    [InlineData(61, 7, 60, 63)]
    public void Time_is_rounded_up_to_the_granularity(double running, double granularity, double minimum, double charged)
    {
        var settings = Defaults with { Granularity = TimeSpan.FromSeconds(granularity), Minimum = TimeSpan.FromSeconds(minimum) };

        Assert.Equal(TimeSpan.FromSeconds(charged), InstanceBilling.Charge(TimeSpan.FromSeconds(running), settings));
    }

    [Fact]
    public void Longer_is_never_cheaper_and_never_less_than_it_ran() =>
        Gen.Select(Gen.Double[0, 1000], Gen.Double[0, 1000], Settings(90, 90, 30)).Sample((a, b, settings) =>
        {
            var (less, more) = (Math.Min(a, b), Math.Max(a, b));
            var charged = InstanceBilling.Charge(Ordered, Ordered.AddSeconds(more), settings).TotalSeconds;
            var running = Math.Max(0, more - settings.PendingFree.TotalSeconds);
            var bound = Math.Max(settings.Minimum.TotalSeconds + 1e-6, running + settings.Granularity.TotalSeconds);
            Assert.True(charged >= InstanceBilling.Charge(Ordered, Ordered.AddSeconds(less), settings).TotalSeconds);
            Assert.True(running == 0 ? charged == 0 : charged >= running - 1e-6 && charged < bound);
        });

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => InstanceBilling.Charge(Ordered, Ordered.AddTicks(-1), Defaults));
        var endless = Defaults with { Granularity = TimeSpan.Zero };
        Assert.Throws<ArgumentOutOfRangeException>(() => InstanceBilling.Charge(TimeSpan.FromSeconds(1), endless));
    }

    private static Gen<BillingSettings> Settings(int granularityMax, int minimumMax, int freeMax) =>
        Gen.Select(Seconds(1, granularityMax), Seconds(0, minimumMax), Seconds(0, freeMax)).Select((granularity, minimum, free) =>
            new BillingSettings { Granularity = granularity, Minimum = minimum, PendingFree = free });

    private static Gen<TimeSpan> Seconds(int min, int max) => Gen.Int[min, max].Select(seconds => TimeSpan.FromSeconds(seconds));
}
