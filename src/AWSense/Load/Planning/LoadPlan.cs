namespace AWSense.Load.Planning;

/// <summary>What a run sends, where to, when, and within which bounds.</summary>
internal sealed record LoadPlan
{
    /// <summary>Where pictures are posted to. For <see cref="LoadProtocol.Classify"/> and <see cref="LoadProtocol.Jobs"/> the whole address of the endpoint.</summary>
    public required Uri Url { get; init; }

    /// <summary>How they are sent.</summary>
    public required LoadProtocol Protocol { get; init; }

    /// <summary>What is sent, in turn; at least one.</summary>
    public required IReadOnlyList<LoadPicture> Pictures { get; init; }

    /// <summary>When it is sent.</summary>
    public required LoadShape Shape { get; init; }

    /// <summary>Requests in all; null sends until <see cref="Duration"/> or the end of the arrivals.</summary>
    public long? Count { get; init; }

    /// <summary>No request is sent after this time; null sends until <see cref="Count"/> or the end of the arrivals.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>A request without an answer for this long has failed, counted from when it was really sent. The default is 10 minutes, since a burst may wait for a fleet.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The whole run ends after this time, answered or not. The default is a day.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Connections at once; a request that finds none free waits, and that counts as latency. The default is 1,000.</summary>
    public int ConnectionsMax { get; init; } = 1000;

    /// <summary>Whether connections are used again; the old clients open one for each request. The default is true.</summary>
    public bool KeepAlive { get; init; } = true;

    /// <summary>Sent as bearer token; null sends none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Time between two looks at the fleet. The default is 500 milliseconds; zero doesn't look.</summary>
    public TimeSpan FleetPace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the fleet is watched after the last answer, to see it shrink. The default is not at all.</summary>
    public TimeSpan FleetAfter { get; init; }

    /// <summary>The command that was typed, for the report.</summary>
    public string Command { get; init; } = "";
}
