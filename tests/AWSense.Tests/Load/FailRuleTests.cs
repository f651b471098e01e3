using AWSense.Load.Results;
using AWSense.Load.Rules;

namespace AWSense.Tests.Load;

/// <summary>The rules by which a run fails.</summary>
public sealed class FailRuleTests
{
    [Theory]
    [InlineData("errors>0", true)]
    [InlineData("errors>2", false)]
    [InlineData("errors>=2", true)]
    [InlineData(" errors <= 2 ", true)]
    [InlineData("errors<2", false)]
    [InlineData("error-rate>0.15", true)]
    [InlineData("p95>500ms", false)]
    [InlineData("p95>=0.5s", true)]
    [InlineData("p99>600000us", true)]
    [InlineData("max>0.02m", false)]
    [InlineData("accuracy<0.7", true)]
    [InlineData("accuracy<0.6", false)]
    [InlineData("violations>0", true)]
    [InlineData("throughput<100", true)]
    public void A_rule_judges_what_was_measured(string rule, bool failed) =>
        Assert.Equal(failed, FailRule.Parse(rule).Judge(Result(accuracy: new(10, 6, 0.6, []))).Failed);

    [Theory]
    [InlineData("accuracy<0.1")]
    [InlineData("lag>1h")]
    public void What_was_not_measured_fails(string rule)
    {
        var outcome = FailRule.Parse(rule.Replace("1h", "60m", StringComparison.Ordinal)).Judge(Result(accuracy: null));

        Assert.True(outcome.Failed);
        Assert.Null(outcome.Value);
    }

    [Theory]
    [InlineData("errors", "none of > >= < <=")]
    [InlineData("errors=0", "none of > >= < <=")]
    [InlineData("", "none of > >= < <=")]
    [InlineData("speed>1", "'speed' isn't measured")]
    [InlineData("p95>500", "'500' is no time")]
    [InlineData("p95>1h", "'1h' is no time")]
    [InlineData("errors>0ms", "'0ms' is no number")]
    [InlineData("errors>", "'' is no number")]
    [InlineData("errors>-1", "'-1' is no number")]
    [InlineData("errors>NaN", "'NaN' is no number")]
    public void A_bad_rule_is_told_with_what_a_rule_looks_like(string rule, string expected)
    {
        var message = Assert.Throws<FormatException>(() => FailRule.Parse(rule)).Message;

        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("'p95>500ms'", message, StringComparison.Ordinal);
    }

    private static LoadResult Result(AccuracySummary? accuracy)
    {
        var latency = new LatencySummary(8, 1, 100, 10, 90, 120, 300, 500, 700, 900, 1000, []);
        return new()
        {
            Run = new("", "", "myfile", "", false, 1, default, "", "", "", 1, [], 0),
            End = "complete",
            DurationS = 1,
            Sent = 10,
            Answered = 8,
            Failed = 2,
            Unanswered = 0,
            Throughput = 8,
            Latency = latency,
            ServiceTime = latency,
            Seconds = [],
            Stages = [],
            Errors = [],
            Accuracy = accuracy,
            Checks = [new("own-id", "", 0, []), new("same-label", "", 3, [])],
            Requests = new(10, [], [], [], [], []),
        };
    }
}
