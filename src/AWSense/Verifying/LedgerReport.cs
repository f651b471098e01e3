using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Verifying;

/// <summary>What a ledger shows.</summary>
/// <param name="Source">The data folder, or the bucket.</param>
/// <param name="Requests">Accepted requests.</param>
/// <param name="Queued">Of these, those that are still queued, or with a worker.</param>
/// <param name="Ended">Those that have ended, by state.</param>
/// <param name="DeadLetters">Those that were given up after crashes.</param>
/// <param name="Results">Results in the archive.</param>
/// <param name="Pictures">Pictures in the archive.</param>
/// <param name="PicturesHashed">Those whose SHA-256 was compared with what was accepted.</param>
/// <param name="Bytes">Size of pictures and results.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Findings">What was found, by kind; faults first.</param>
internal sealed record LedgerReport(
    string Source,
    long Requests,
    long Queued,
    IReadOnlyDictionary<string, long> Ended,
    long DeadLetters,
    long Results,
    long Pictures,
    long PicturesHashed,
    long Bytes,
    double Seconds,
    IReadOnlyList<LedgerGroup> Findings)
{
    /// <summary>Findings that break a promise.</summary>
    public long Faults => Findings.Where(group => group.Fault).Sum(group => group.Count);

    /// <summary>Whether every promise is kept.</summary>
    public bool Proven => Faults == 0;
}

/// <summary>Findings of one kind.</summary>
/// <param name="Kind">In short.</param>
/// <param name="Meaning">In words, behind the number of requests.</param>
/// <param name="Fault">Whether it breaks a promise.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Examples">The first ones, at most 20.</param>
internal sealed record LedgerGroup(string Kind, string Meaning, bool Fault, long Count, IReadOnlyList<LedgerExample> Examples);

/// <summary>One finding.</summary>
internal sealed record LedgerExample(string Id, string Detail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LedgerReport))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    /// <summary>A report as programs read it.</summary>
    public static string Write(LedgerReport report) => JsonSerializer.Serialize(report, Default.LedgerReport);
}
