namespace AWSense.Core.Chaos;

/// <summary>Faults to order, for tests. Refused at start unless the environment says <c>AWSENSE_CHAOS=1</c>.</summary>
public sealed class ChaosOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Chaos";

    /// <summary>Name of the environment variable that allows them.</summary>
    public const string EnvironmentVariable = "AWSENSE_CHAOS";

    /// <summary>SHA-256 of pictures that kill the worker that decodes them, as a crash in native code would.</summary>
    public IList<string> Kill { get; init; } = [];

    /// <summary>SHA-256 of pictures whose decode never ends.</summary>
    public IList<string> Hang { get; init; } = [];

    /// <summary>SHA-256 of pictures whose inference fails.</summary>
    public IList<string> Fail { get; init; } = [];

    /// <summary>Milliseconds to add to a stage, by the stage's name.</summary>
    public IDictionary<string, int> DelayMs { get; init; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a hundred replies from workers to the web tier, how many are lost on their way. Which, the requests' ids tell. The default is 0.</summary>
    public int DropReplyPercent { get; init; }

    /// <summary>While a file of this name exists, the archive's disk is full: writes fail as they do then. Null, the default, is never. Embedded backend only.</summary>
    public string? DiskFullWhile { get; init; }

    /// <summary>Whether any fault is ordered.</summary>
    public bool Any => Kill.Count + Hang.Count + Fail.Count + DelayMs.Count > 0 || DropReplyPercent > 0 || DiskFullWhile is not null;

    /// <summary>Waits as long as was ordered for a stage; not at all when nothing was.</summary>
    public Task DelayAsync(string stage, TimeProvider time, CancellationToken cancellationToken) =>
        DelayMs.TryGetValue(stage, out var ms) && ms > 0
            ? Task.Delay(TimeSpan.FromMilliseconds(ms), time, cancellationToken)
            : Task.CompletedTask;
}
