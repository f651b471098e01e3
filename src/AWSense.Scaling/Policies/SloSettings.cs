namespace AWSense.Scaling.Policies;

/// <summary>What the clients are promised.</summary>
public sealed record SloSettings
{
    /// <summary>95 of 100 requests are answered within this time. The default is 30 seconds.</summary>
    public TimeSpan LatencyP95 { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What counts while the promise is kept. The default is <see cref="ScalingObjective.Economy"/>.</summary>
    public ScalingObjective Objective { get; init; } = ScalingObjective.Economy;

    /// <summary>In a suite the limit of each workload takes the place of <see cref="LatencyP95"/>; live it has no meaning. The default is false.</summary>
    public bool AdaptToWorkload { get; init; }
}

/// <summary>What counts while the promise is kept.</summary>
public enum ScalingObjective
{
    /// <summary>The least money: requests may wait as long as the promise allows.</summary>
    Economy = 0,

    /// <summary>The least change: always a little more capacity than the load.</summary>
    Steady = 1,
}

/// <summary>How long one request keeps a slot busy, receive, upload and delete included.</summary>
public sealed record ServiceSettings
{
    /// <summary>The time to reckon with; null, the default, measures it.</summary>
    public TimeSpan? MeanTime { get; init; }

    /// <summary>What to believe before anything was measured. The default is 1 second.</summary>
    public TimeSpan Prior { get; init; } = TimeSpan.FromSeconds(1);
}
