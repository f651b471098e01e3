using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.Policies;

public sealed class CronTests
{
    private static readonly DateTimeOffset Tuesday = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 8 * * *", "2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z")]
    [InlineData("1 8 * * *", "2026-11-23T08:01:00Z", "2026-11-24T08:01:00Z")]
    [InlineData("*/15 * * * *", "2026-11-24T08:00:00Z", "2026-11-24T08:15:00Z")]
    [InlineData("30 7,9 * * 1-5", "2026-11-24T07:30:00Z", "2026-11-24T09:30:00Z")]
    [InlineData("0 0 29 2 *", "2024-02-29T00:00:00Z", "2028-02-29T00:00:00Z")]
    public void A_point_of_time_is_found_before_and_after(string text, string previous, string next)
    {
        var cron = Cron.Parse(text);

        Assert.Equal((DateTimeOffset.Parse(previous), DateTimeOffset.Parse(next)), (cron.Previous(Tuesday), cron.Next(Tuesday)));
    }

    [Fact]
    public void Time_is_utc_whatever_the_offset() =>
        Assert.Equal(Tuesday, Cron.Parse("0 8 * * *").Next(new(2026, 11, 24, 8, 30, 0, TimeSpan.FromHours(2))));

    [Theory]
    [InlineData("@daily")]
    [InlineData("H H * * *")]
    [InlineData("0 0 8 * * *")]
    [InlineData("60 8 * * *")]
    [InlineData("a b c d e")]
    [InlineData("0 0 31 2 *")]
    [InlineData("")]
    public void What_is_no_cron_is_refused(string text) => Assert.NotNull(Cron.FindProblem(text));
}
