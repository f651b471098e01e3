using AWSense.Infrastructure.Access;
using AWSense.Infrastructure.Costs;
using AWSense.Infrastructure.Settings;
using AWSense.Infrastructure.Tests.Support;

namespace AWSense.Infrastructure.Tests;

/// <summary>The tables of docs/aws.md are those that the program prints.</summary>
public sealed class DocumentTests
{
    [Fact]
    public void Options_are_told_as_they_are() => AssertTable("options", OptionReport.Create());

    [Fact]
    public void Permissions_are_told_as_they_are() => AssertTable("permissions", GrantReport.Create());

    [Fact]
    public void Costs_are_told_as_they_are_computed() => AssertTable("costs", CostReport.Create());

    [Fact]
    public void Every_alarm_of_the_templates_has_its_advice()
    {
        var page = Repository.Read("docs/aws.md");
        var synthesis = Synthesis.Of();
        var alarms = synthesis.All.SelectMany(template => template.Of("AWS::CloudWatch::Alarm").Values).Select(alarm => alarm["AlarmName"].Flat()).ToList();

        Assert.Equal(5, alarms.Count);
        Assert.All(alarms, alarm => Assert.Contains($"| `{alarm}` |", page, StringComparison.Ordinal));
    }

    private static void AssertTable(string name, string table)
    {
        var page = Repository.Read("docs/aws.md");
        var start = page.IndexOf($"<!-- {name} -->\n", StringComparison.Ordinal) + $"<!-- {name} -->\n".Length;

        Assert.Equal(table, page[start..page.IndexOf("<!-- end -->", start, StringComparison.Ordinal)]);
    }
}
