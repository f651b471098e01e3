using System.Text.Json;
using System.Text.Json.Serialization;
using AWSense.Verifying;

namespace AWSense.Proving;

/// <summary>What came of a run of chaos.</summary>
/// <param name="Seed">It is replayed with this.</param>
/// <param name="Seconds">How long it took, without the start of the service.</param>
/// <param name="Clients">What clients were promised and got.</param>
/// <param name="Kills">Processes that were killed: workers and services.</param>
/// <param name="Faults">All faults, by kind.</param>
/// <param name="Redelivered">Requests that were delivered again in a calm run; null when there were faults, which lead to that.</param>
/// <param name="Usage">Memory and handles of the service; null where they weren't seen.</param>
/// <param name="Ledger">What the data folder or the buckets prove; null for a given service whose data weren't named.</param>
internal sealed record ChaosReport(
    int Seed,
    double Seconds,
    ClientReport Clients,
    long Kills,
    IReadOnlyDictionary<string, long> Faults,
    long? Redelivered,
    UsageReport? Usage,
    LedgerReport? Ledger)
{
    /// <summary>Whether every promise was kept.</summary>
    public bool Passed => Clients is { Lost: 0, Doubled: 0, Wrong: 0, Answered: > 0 } && Ledger?.Proven != false && (Redelivered ?? 0) == 0 && Usage?.Flat != false;
}

/// <summary>What clients were promised and got.</summary>
/// <param name="Accepted">Pictures that were accepted, or answered at once.</param>
/// <param name="Answered">Of these, those that were answered, with a label or an error.</param>
/// <param name="Lost">Those that never were.</param>
/// <param name="Doubled">Answers that came twice, or were another upload's.</param>
/// <param name="Wrong">Answers with another label, picture or error than is right, or that changed.</param>
/// <param name="GivenUp">Pictures whose workers were killed one after another, answered with that reason.</param>
/// <param name="Poisoned">Poison that was answered with its error.</param>
/// <param name="Broken">Attempts that broke off, and were made again.</param>
/// <param name="Refused">Attempts that were refused for now, and were made again.</param>
/// <param name="Unsent">Pictures that were given up before anything was promised.</param>
/// <param name="Examples">The first things that are wrong, in words.</param>
internal sealed record ClientReport(
    long Accepted,
    long Answered,
    long Lost,
    long Doubled,
    long Wrong,
    long GivenUp,
    long Poisoned,
    long Broken,
    long Refused,
    long Unsent,
    IReadOnlyList<string> Examples);

/// <summary>Memory and handles of one process over time.</summary>
/// <param name="Seconds">How long the longest life of the process was seen.</param>
/// <param name="EarlyBytes">Resident memory, median of the second quarter of that life.</param>
/// <param name="LateBytes">The same of its last quarter.</param>
/// <param name="EarlyHandles">Open file descriptors, as above.</param>
/// <param name="LateHandles">Open file descriptors, as above.</param>
/// <param name="Flat">Whether neither grows; null when the life was too short to tell.</param>
internal sealed record UsageReport(double Seconds, long EarlyBytes, long LateBytes, long EarlyHandles, long LateHandles, bool? Flat);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ChaosReport))]
internal sealed partial class ChaosJson : JsonSerializerContext
{
    /// <summary>A report as programs read it.</summary>
    public static string Write(ChaosReport report) => JsonSerializer.Serialize(report, Default.ChaosReport);
}
