using AWSense.Infrastructure.Tests.Support;

namespace AWSense.Infrastructure.Tests.Templates;

/// <summary>People are told what a machine can't mend.</summary>
public sealed class ObservabilityTests
{
    [Fact]
    public void A_dead_letter_a_silent_controller_and_failures_of_the_web_tier_are_told()
    {
        var alarms = Synthesis.Of().Observability.Of("AWS::CloudWatch::Alarm").Values.ToDictionary(alarm => alarm["AlarmName"].Flat());

        Assert.Equal(["awsense-controller-silent", "awsense-dead-letters", "awsense-web-failures", "awsense-web-unhealthy"], alarms.Keys.Order());
        Assert.All(alarms.Values, alarm => Assert.EndsWith(":awsense-alarms", Assert.Single(alarm["AlarmActions"].Many()).Flat(), StringComparison.Ordinal));
        var dead = alarms["awsense-dead-letters"];
        Assert.Equal(("awsense-dead", "0", "GreaterThanThreshold"), (dead["Dimensions"]![0]!["Value"].Flat(), dead["Threshold"].Flat(), dead["ComparisonOperator"].Flat()));
        Assert.Equal("breaching", alarms["awsense-controller-silent"]["TreatMissingData"].Flat());
    }

    [Fact]
    public void The_topic_takes_alarms_of_this_account_and_tells_who_asked_for_it()
    {
        var data = Synthesis.Of("email=somebody@example.com").Data;
        var statement = Assert.Single(
            Assert.Single(data.Of("AWS::SNS::TopicPolicy")).Value["PolicyDocument"]!.Statements(),
            statement => statement["Effect"].Flat() == "Allow");

        Assert.Equal(("cloudwatch.amazonaws.com", "sns:Publish"), (statement["Principal"]!["Service"].Flat(), statement["Action"].Flat()));
        Assert.Equal("${AWS::AccountId}", statement["Condition"]!["StringEquals"]!["aws:SourceAccount"].Flat());
        Assert.Equal("somebody@example.com", Assert.Single(data.Of("AWS::SNS::Subscription")).Value["Endpoint"].Flat());
    }

    [Fact]
    public void The_dashboard_shows_queues_fleet_and_clients()
    {
        var body = Assert.Single(Synthesis.Of().Observability.Of("AWS::CloudWatch::Dashboard")).Value["DashboardBody"].Flat();

        Assert.All(
            new[] { "awsense-interactive", "awsense-bulk", "awsense-dead", "awsense-workers", "GroupDesiredCapacity", "Required", "ObservationAge", "TargetResponseTime" },
            part => Assert.Contains(part, body, StringComparison.Ordinal));
    }
}
