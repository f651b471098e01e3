using System.Text.Json;
using System.Text.Json.Serialization;
using AWSense.Backends.Aws.Queues;
using AWSense.Core.Fleet;

namespace AWSense.Backends.Aws.Presence;

/// <summary>What a process tells of itself through the presence queue.</summary>
/// <param name="ProcessId">Its name, never used again: a worker that starts anew under its old name is another process.</param>
/// <param name="ReportedAt">When, by its clock; of two reports the later one holds.</param>
/// <param name="Counts">What it has sent and taken since it started.</param>
/// <param name="Worker">The worker's state; null for a web instance.</param>
internal sealed record ProcessReport(string ProcessId, DateTimeOffset ReportedAt, QueueCounts Counts, WorkerStatus? Worker);

/// <summary>The last word of a process.</summary>
/// <param name="Report">What it said.</param>
/// <param name="HeardAt">When that was heard, by the clock of the web instance that heard it.</param>
internal sealed record HeardReport(ProcessReport Report, DateTimeOffset HeardAt);

/// <summary>The object <c>fleet.json</c>: the last word of every process, and the counts of those that are gone.</summary>
/// <param name="CountedSince">When the counts began.</param>
/// <param name="Gone">Counts of processes that are no longer listed.</param>
/// <param name="Processes">Those heard of within a day, by name; of a worker that has started anew the older process for some minutes only.</param>
internal sealed record FleetRecord(DateTimeOffset CountedSince, QueueCounts Gone, IReadOnlyDictionary<string, HeardReport> Processes)
{
    // Longer than any pause after which a process might speak again, so that none is counted twice.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    // A process whose worker has started anew speaks no more, and the presence queue keeps its last words for a minute.
    private static readonly TimeSpan MemoryOfReplaced = TimeSpan.FromMinutes(5);

    /// <summary>What all processes have counted, those that are gone included.</summary>
    public QueueCounts Counts => Processes.Values.Aggregate(Gone, (sum, heard) => sum.Plus(heard.Report.Counts));

    public static FleetRecord Empty(DateTimeOffset now) => new(now, QueueCounts.None, new Dictionary<string, HeardReport>());

    /// <summary>Takes in what was heard. Reports may come twice and in any order.</summary>
    public FleetRecord With(IEnumerable<ProcessReport> reports, DateTimeOffset now)
    {
        var processes = new Dictionary<string, HeardReport>(Processes, StringComparer.Ordinal);
        foreach (var report in reports)
        {
            if (!processes.TryGetValue(report.ProcessId, out var known) || known.Report.ReportedAt <= report.ReportedAt)
            {
                processes[report.ProcessId] = new(report, now);
            }
        }

        var newest = processes.Values
            .Where(heard => heard.Report.Worker is not null)
            .GroupBy(heard => heard.Report.Worker!.WorkerId, StringComparer.Ordinal)
            .ToDictionary(worker => worker.Key, worker => worker.Max(heard => heard.Report.Worker!.StartedAt), StringComparer.Ordinal);
        var gone = processes.Values.Where(heard => now - heard.HeardAt > MemoryOf(heard.Report.Worker)).ToList();
        gone.ForEach(heard => processes.Remove(heard.Report.ProcessId));
        return this with { Gone = gone.Aggregate(Gone, (sum, heard) => sum.Plus(heard.Report.Counts)), Processes = processes };

        TimeSpan MemoryOf(WorkerStatus? worker) => worker is not null && worker.StartedAt < newest[worker.WorkerId] ? MemoryOfReplaced : Memory;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FleetRecord))]
[JsonSerializable(typeof(ProcessReport))]
internal sealed partial class FleetJson : JsonSerializerContext
{
    public static byte[] Write(FleetRecord fleet) => JsonSerializer.SerializeToUtf8Bytes(fleet, Default.FleetRecord);

    public static byte[] Write(ProcessReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Default.ProcessReport);

    /// <exception cref="JsonException">It is none.</exception>
    public static FleetRecord ReadFleet(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.FleetRecord) ?? throw new JsonException("There is no fleet in null.");

    /// <exception cref="JsonException">It is none.</exception>
    public static ProcessReport ReadReport(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.ProcessReport) ?? throw new JsonException("There is no report in null.");
}
