using AWSense.Backends.Aws.Queues;
using AWSense.Core.Fleet;
using AWSense.Core.Requests;

namespace AWSense.Backends.Aws.Presence;

/// <summary>Presence on AWS: a message to the fleet's queue, and from there, by a web instance, into <c>fleet.json</c>.</summary>
/// <remarks>A worker that flips between busy and idle with every picture is told at most every two seconds; a boot's end and a drain's begin are told at once.</remarks>
internal sealed class AwsPresence(AwsQueues queues, FleetFile file, ProcessCounters counters, TimeProvider time) : IPresence
{
    private static readonly TimeSpan FlipsMin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HeardMax = 3 * PresenceLimits.Interval;

    private readonly Lock gate = new();
    private WorkerState? lastState;
    private DateTimeOffset lastAt;

    /// <summary>This process's name among those that count.</summary>
    public string ProcessId { get; } = RequestId.New(time).ToString();

    public async Task ReportAsync(WorkerStatus status, CancellationToken cancellationToken)
    {
        if (IsNews(status))
        {
            // A restarted worker on an instance keeps its name, and its process counts from zero: each process of it has its own place.
            await SendAsync($"{status.WorkerId}/{ProcessId}", status, cancellationToken);
        }
    }

    /// <summary>Tells what a web instance has counted.</summary>
    public Task ReportWebAsync(CancellationToken cancellationToken) => SendAsync(ProcessId, worker: null, cancellationToken);

    public async Task<IReadOnlyList<WorkerStatus>> ReadAsync(CancellationToken cancellationToken)
    {
        var fleet = await file.ReadAsync(cancellationToken);
        var oldest = time.GetUtcNow() - HeardMax;
        return [.. fleet.Processes.Values
            .Where(heard => heard.HeardAt >= oldest)
            .OrderByDescending(heard => heard.Report.ReportedAt)
            .Select(heard => heard.Report.Worker)
            .OfType<WorkerStatus>()
            .DistinctBy(worker => worker.WorkerId, StringComparer.Ordinal)
            .OrderBy(worker => worker.StartedAt)];
    }

    private Task SendAsync(string processId, WorkerStatus? worker, CancellationToken cancellationToken) =>
        queues.Presence.SendAsync(FleetJson.Write(new ProcessReport(processId, time.GetUtcNow(), counters.Counts, worker)), traceParent: null, cancellationToken);

    private bool IsNews(WorkerStatus status)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var flips = status.State is WorkerState.Idle or WorkerState.Busy && lastState is WorkerState.Idle or WorkerState.Busy;
            if (flips && now - lastAt < FlipsMin)
            {
                return false;
            }

            (lastState, lastAt) = (status.State, now);
            return true;
        }
    }
}
