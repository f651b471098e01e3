using AWSense.Backends.Aws.Presence;
using AWSense.Backends.Tests.Support;

namespace AWSense.Backends.Tests.Aws;

public sealed class FleetRecordTests
{
    [Fact]
    public void The_later_of_two_reports_holds_in_whatever_order_they_come()
    {
        var early = new ProcessReport("one", Some.Noon, new(1, 0, 0), null);
        var late = early with { ReportedAt = Some.Noon.AddSeconds(5), Counts = new(7, 0, 0) };

        var fleet = FleetRecord.Empty(Some.Noon).With([late], Some.Noon).With([early, early], Some.Noon);

        Assert.Equal(7, fleet.Counts.Sent);
    }

    [Fact]
    public void Counts_of_processes_that_are_gone_stay_and_are_counted_once()
    {
        var fleet = FleetRecord.Empty(Some.Noon).With([new("one", Some.Noon, new(3, 2, 1), null)], Some.Noon);

        var later = fleet.With([new("two", Some.Noon, new(10, 0, 0), null)], Some.Noon.AddHours(25));

        Assert.Equal(["two"], later.Processes.Keys);
        Assert.Equal(new(13, 2, 1), later.Counts);
        Assert.Equal(later.Counts, FleetJson.ReadFleet(FleetJson.Write(later)).Counts);
    }

    [Fact]
    public void A_worker_that_starts_anew_takes_nothing_from_the_counts_and_its_old_process_is_soon_folded_away()
    {
        var (before, after) = (WorkerOf("one/a", Some.Noon, completed: 40), WorkerOf("one/b", Some.Noon.AddMinutes(1), completed: 2));
        var fleet = FleetRecord.Empty(Some.Noon).With([before], Some.Noon).With([after], Some.Noon.AddMinutes(1));
        Assert.Equal(42, fleet.Counts.Completed);

        var later = fleet.With([after with { ReportedAt = Some.Noon.AddMinutes(7), Counts = new(0, 5, 0) }], Some.Noon.AddMinutes(7));

        Assert.Equal(["one/b"], later.Processes.Keys);
        Assert.Equal(45, later.Counts.Completed);
    }

    private static ProcessReport WorkerOf(string process, DateTimeOffset startedAt, long completed) =>
        new(process, startedAt, new(0, completed, 0), Some.Worker("one") with { StartedAt = startedAt });
}
