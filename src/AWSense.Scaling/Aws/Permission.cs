namespace AWSense.Scaling.Aws;

/// <summary>One thing that a role must be allowed to do.</summary>
/// <param name="Action">The action, as policies name it.</param>
/// <param name="Scope">On what.</param>
/// <param name="Why">What it is for, in one sentence.</param>
public sealed record Permission(string Action, PermissionScope Scope, string Why);

/// <summary>What a permission is limited to.</summary>
public enum PermissionScope
{
    /// <summary>Anything: the action takes neither a resource nor a condition.</summary>
    Anything = 0,

    /// <summary>The Auto Scaling group of the workers.</summary>
    Group = 1,

    /// <summary>The instances of that group (condition on their tag <c>aws:autoscaling:groupName</c>), and the tag <see cref="GroupPlan.DrainTag"/> only (condition on <c>aws:TagKeys</c>).</summary>
    DrainTagOfGroup = 2,

    /// <summary>Any, on the condition that <c>cloudwatch:namespace</c> is <see cref="ControllerMetrics.Namespace"/>.</summary>
    MetricNamespace = 3,

    /// <summary>The object <see cref="ControlPermissions.LeaseKey"/> of the archive bucket.</summary>
    LeaseObject = 4,
}
