using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.Policies;

public sealed class PolicyWordsTests
{
    [Theory]
    [InlineData("seed.yaml", "  alarm OUT: Maximum of visible over 60 s > 2 for 1 of 1 period -> +1 worker")]
    [InlineData("seed.yaml", "  alarm IN: Maximum of visible over 60 s < 3 for 1 of 1 period -> -1 worker")]
    [InlineData("seed.yaml", "  It is ended at once; what it was serving waits for its lease to end, and is served anew.")]
    [InlineData("suite/step.yaml", "    from 16 to 40 -> +6 workers")]
    [InlineData("suite/step.yaml", "    from 40 up -> +12 workers")]
    [InlineData("suite/targetTracking10.yaml", "  alarm HIGH: Average of outstandingPerInstance over 10 s > 1 for 3 of 3 periods -> workers × metric")]
    [InlineData("suite/keda300.yaml", "  One worker for each 1.5 requests waiting and in flight, rounded up; nothing changes within 10 % of")]
    [InlineData("suite/fixed.yaml", "  Always 14 workers.")]
    [InlineData("default.yaml", "    no decision of the last 45 s wanted more; it shrinks to the most of these.")]
    public void A_policy_is_told_as_what_it_does(string file, string line) => Assert.Contains(
        line,
        PolicyWords.Explain(PolicyFile.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "policies", file))).Policy!));

    [Fact]
    public void Every_policy_can_be_told_in_short_lines() => PolicyGenerator.Policies.Sample(
        policy => Assert.All(PolicyWords.Explain(policy), line => Assert.True(line.Length <= PolicyWords.WidthMax, line)),
        iter: 300);
}
