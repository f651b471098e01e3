using AWSense.Core.Results;
using CsCheck;

namespace AWSense.Tests.Core;

public sealed class StageTimingsTests
{
    [Fact]
    public void The_queue_is_what_the_other_stages_leave_of_the_total()
    {
        var timings = new StageTimings { Accept = 1, Queue = 99, Fetch = 2, Decode = 3, Wait = 4, Infer = 5, Archive = 6, Reply = 7 };

        Assert.Equal(12, timings.WithTotal(40).Queue);
    }

    [Fact]
    public void The_queue_is_never_negative()
    {
        Gen.Select(Gen.Double[0, 100], Gen.Double[0, 100]).Sample((infer, total) =>
            new StageTimings { Infer = infer }.WithTotal(total).Queue >= 0);
    }

    [Fact]
    public void Stages_come_in_the_order_they_happen_without_those_that_are_unknown()
    {
        var timings = new StageTimings { Reply = 3, Accept = 1, Decode = 2, Total = 6 };

        Assert.Equal([("accept", 1), ("decode", 2), ("reply", 3)], timings.Enumerate());
    }
}
