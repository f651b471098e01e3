using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Aws;

/// <summary>What the roles of web and worker instances need for scaling, beyond queues and archive. The infrastructure grants just these.</summary>
public static class ControlPermissions
{
    /// <summary>Key of the object by which one controller of several is the leader.</summary>
    public const string LeaseKey = "control/leader.json";

    /// <summary>For the web instances, one of which steers the fleet. Fewer where AWS changes the capacity itself.</summary>
    public static IReadOnlyList<Permission> OfWeb(ScalingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        List<Permission> permissions =
        [
            new("autoscaling:DescribeAutoScalingGroups", PermissionScope.Anything, "Reads the group: capacity, bounds, instances and their protection."),
            new("ec2:DescribeInstances", PermissionScope.Anything, "Reads when instances were launched and which were asked to drain."),
            new("cloudwatch:PutMetricData", PermissionScope.MetricNamespace, "Publishes what the controller needs and knows."),
            new("s3:GetObject", PermissionScope.LeaseObject, "Sees who leads."),
            new("s3:PutObject", PermissionScope.LeaseObject, "Takes and renews the lead."),
        ];
        if (policy.Drain.Mode == DrainMode.Graceful)
        {
            permissions.Add(new("autoscaling:SetInstanceProtection", PermissionScope.Group, "Keeps AWS from ending a busy instance."));
        }

        if (policy.Aws.Actuation == Actuation.Direct)
        {
            permissions.Add(new("autoscaling:SetDesiredCapacity", PermissionScope.Group, "Grows the group."));
        }

        if (policy.Aws.Actuation != Actuation.Native)
        {
            permissions.Add(new("ec2:CreateTags", PermissionScope.DrainTagOfGroup, "Asks an instance to drain."));
            permissions.Add(new("autoscaling:TerminateInstanceInAutoScalingGroup", PermissionScope.Group, "Ends an instance that has drained, and makes the group smaller by it."));
        }

        return permissions;
    }

    /// <summary>For the worker instances.</summary>
    public static IReadOnlyList<Permission> OfWorker(ScalingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        List<Permission> permissions = [];
        if (policy.Drain.Mode == DrainMode.Graceful)
        {
            permissions.Add(new("autoscaling:CompleteLifecycleAction", PermissionScope.Group, "Lets the instance go once its worker has drained."));
            permissions.Add(new("autoscaling:RecordLifecycleActionHeartbeat", PermissionScope.Group, "Asks for more time while it drains."));
        }
        else if (GroupPlan.HasWarmPool(policy))
        {
            permissions.Add(new("autoscaling:CompleteLifecycleAction", PermissionScope.Group, "Lets the instance into the warm pool and into service once it has booted."));
        }

        return permissions;
    }
}
