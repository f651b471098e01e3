using System.Text.Json.Nodes;
using AWSense.Infrastructure.Tests.Support;

namespace AWSense.Infrastructure.Tests.Templates;

/// <summary>What a deployment and the hour of the day do to the groups.</summary>
public sealed class GroupTests
{
    private static readonly string[] Suspended = ["AlarmNotification", "AZRebalance", "HealthCheck", "ReplaceUnhealthy", "ScheduledActions"];

    [Theory]
    [InlineData("min=1", "1")]
    [InlineData("min=3", "3")]
    public void A_release_replaces_four_workers_at_a_time_and_leaves_the_floor_in_service(string option, string inService)
    {
        AssertRolling(Synthesis.Of(option).Compute, "Workers", inService, together: "4", pause: "PT1M15S");
    }

    [Fact]
    public void A_group_of_one_worker_is_replaced_all_the_same()
    {
        AssertRolling(Synthesis.Of("min=1", "max=1").Compute, "Workers", inService: "0", together: "4", pause: "PT1M15S");
    }

    [Fact]
    public void A_release_replaces_web_instances_one_by_one_each_by_one_that_is_up()
    {
        AssertRolling(Synthesis.Of().Compute, "WebInstances", inService: "2", together: "1", pause: "PT2M");
        var group = Synthesis.Of().Compute.Of("AWS::AutoScaling::AutoScalingGroup")["WebInstances"];
        Assert.Equal(("2", "3"), (group["MinSize"].Flat(), group["MaxSize"].Flat()));
    }

    [Fact]
    public void Floors_by_the_hour_are_scheduled_actions_that_set_the_fewest_workers_only()
    {
        var floors = PolicyText.Option("floors", """
            fleet: { min: 1, max: 19, floorSchedule: [{ cron: 0 8 * * 1-5, min: 4 }, { cron: 0 18 * * *, min: 1 }] }
            policy: { demand: {} }
            """);

        var actions = Synthesis.Of(floors).Compute.Of("AWS::AutoScaling::ScheduledAction").Values;

        Assert.Equal([("0 8 * * 1-5", "4"), ("0 18 * * *", "1")], actions.Select(action => (action["Recurrence"].Flat(), action["MinSize"].Flat())));
        Assert.All(actions, action => Assert.Equal("${Workers}", action["AutoScalingGroupName"].Flat()));
        Assert.All(actions, action => Assert.True(action["DesiredCapacity"] is null && action["MaxSize"] is null));
    }

    private static void AssertRolling(JsonObject compute, string group, string inService, string together, string pause)
    {
        var update = compute.RollingUpdate(group);
        Assert.Equal((inService, together, pause), (update["MinInstancesInService"].Flat(), update["MaxBatchSize"].Flat(), update["PauseTime"].Flat()));
        Assert.Equal(Suspended, update["SuspendProcesses"].Many().Select(TemplateReading.Flat));
    }
}
