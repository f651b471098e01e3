namespace AWSense.Backends.Aws.Fleet;

/// <summary>An Auto Scaling group at one moment.</summary>
/// <param name="Min">The fewest instances.</param>
/// <param name="Max">The most instances.</param>
/// <param name="Desired">The desired capacity; instances that drain count in it until they are ended.</param>
/// <param name="Instances">Its instances, those of a warm pool left out, oldest first.</param>
internal sealed record GroupState(int Min, int Max, int Desired, IReadOnlyList<GroupInstance> Instances);

/// <summary>An instance of the group.</summary>
/// <param name="Id">Its instance id.</param>
/// <param name="Stage">Where it stands.</param>
/// <param name="IsProtected">Whether AWS may not end it on scale-in.</param>
/// <param name="LaunchedAt">When it was launched; null while EC2 doesn't know it yet.</param>
/// <param name="DrainOrderedAt">When it was asked to drain; null when it wasn't.</param>
internal sealed record GroupInstance(string Id, InstanceStage Stage, bool IsProtected, DateTimeOffset? LaunchedAt, DateTimeOffset? DrainOrderedAt);

/// <summary>Where an instance stands, from the states of Auto Scaling.</summary>
internal enum InstanceStage
{
    /// <summary>It is being launched.</summary>
    Pending = 0,

    /// <summary>It is in service for AWS, whatever its worker does.</summary>
    InService = 1,

    /// <summary>It is being ended, or has left the group.</summary>
    Leaving = 2,
}
