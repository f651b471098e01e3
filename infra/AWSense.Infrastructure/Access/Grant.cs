namespace AWSense.Infrastructure.Access;

/// <summary>What a role may do, on what, and why.</summary>
/// <param name="Id">Its name in the policy: letters and digits.</param>
/// <param name="Actions">The actions, none of them a pattern.</param>
/// <param name="On">What they are limited to.</param>
/// <param name="Why">What they are for, in one sentence.</param>
internal sealed record Grant(string Id, IReadOnlyList<string> Actions, GrantScope On, string Why);

/// <summary>What a grant is limited to.</summary>
internal enum GrantScope
{
    /// <summary>Anything: AWS knows neither a resource nor a condition for these actions.</summary>
    Anything,

    /// <summary>Both request queues.</summary>
    RequestQueues,

    /// <summary>The dead-letter queue.</summary>
    DeadLetterQueue,

    /// <summary>The queue in which processes tell that they are there.</summary>
    PresenceQueue,

    /// <summary>Queues whose names begin as those of the response queues do.</summary>
    ReplyQueues,

    /// <summary>The archive bucket itself.</summary>
    Archive,

    /// <summary>The objects of the archive.</summary>
    ArchivedObjects,

    /// <summary>The objects of the archive that workers write.</summary>
    WorkersObjects,

    /// <summary>The object by which one controller of several leads.</summary>
    LeaseObject,

    /// <summary>The releases in the artifact bucket.</summary>
    Releases,

    /// <summary>The hashed API keys in the artifact bucket.</summary>
    ApiKeys,

    /// <summary>The logs of instances of the same role.</summary>
    OwnLogs,

    /// <summary>The Auto Scaling group of the workers.</summary>
    WorkerGroup,

    /// <summary>The instances of that group, and the tag that asks one to drain.</summary>
    DrainTag,

    /// <summary>The namespace of the controller's metrics.</summary>
    MetricNamespace,
}
