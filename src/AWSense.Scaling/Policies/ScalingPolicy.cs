namespace AWSense.Scaling.Policies;

/// <summary>One description of how a fleet follows its demand. The simulator, the local fleet and the controller on AWS read the same one.</summary>
/// <remarks>Every part has its default, so that a file names only what it changes; <see cref="Rule"/> alone has none.</remarks>
public sealed record ScalingPolicy
{
    /// <summary>The name that reports and logs show.</summary>
    public string Name { get; init; } = "default";

    /// <summary>How many workers there may be.</summary>
    public FleetSettings Fleet { get; init; } = new();

    /// <summary>What the clients are promised.</summary>
    public SloSettings Slo { get; init; } = new();

    /// <summary>How long one request keeps a slot busy.</summary>
    public ServiceSettings Service { get; init; } = new();

    /// <summary>What a worker costs and how long it takes to come.</summary>
    public CapacitySettings Capacity { get; init; } = new();

    /// <summary>Where the figures come from, and what happens without them.</summary>
    public SignalSettings Signals { get; init; } = new();

    /// <summary>The rule that decides.</summary>
    public required ScalingRule Rule { get; init; }

    /// <summary>Bounds on each decision, whatever the rule says.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>How a worker is given up.</summary>
    public DrainSettings Drain { get; init; } = new();

    /// <summary>How decisions become actions on AWS.</summary>
    public AwsSettings Aws { get; init; } = new();

    /// <summary>What a request is thought to take before anything was measured.</summary>
    internal TimeSpan ExpectedService => Service.MeanTime ?? Service.Prior;
}
