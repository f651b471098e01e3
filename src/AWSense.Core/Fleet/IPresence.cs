namespace AWSense.Core.Fleet;

/// <summary>How the processes of the fleet tell that they are there: on every change of state, and every <see cref="PresenceLimits.Interval"/>.</summary>
public interface IPresence
{
    /// <summary>Tells the state of this process.</summary>
    Task ReportAsync(WorkerStatus status, CancellationToken cancellationToken);

    /// <summary>The last word of every worker that is connected, or was heard of within three intervals.</summary>
    Task<IReadOnlyList<WorkerStatus>> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The pace of presence.</summary>
public static class PresenceLimits
{
    /// <summary>Time between two reports without a change.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
}
