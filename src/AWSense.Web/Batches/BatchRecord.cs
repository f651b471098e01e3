using System.Text.Json.Serialization;
using AWSense.Core.Models;
using AWSense.Core.Requests;

namespace AWSense.Web.Batches;

/// <summary>What is kept of a batch: what was asked for, and how its upload ended.</summary>
/// <param name="Id">Its id, with zeros in the place of an entry's number.</param>
/// <param name="CreatedAt">When its upload began.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="TopK">Labels a picture.</param>
/// <param name="MinConfidence">Labels below it are left out.</param>
/// <param name="Fresh">Whether its pictures are to be classified even when their answers are known; the last upload's wish.</param>
/// <param name="Upload">How the upload ended; null while it is open.</param>
internal sealed record BatchRecord(
    RequestId Id, DateTimeOffset CreatedAt, ModelVersion Model, int TopK, double MinConfidence, bool Fresh = false, UploadEnd? Upload = null);

/// <summary>How an upload ended.</summary>
/// <param name="Entries">Files that were accepted, refused ones included; they have the numbers from 1.</param>
/// <param name="Code">Why it isn't whole; null when it is.</param>
/// <param name="Detail">The same for people.</param>
/// <param name="Digest">Which files they are, as <see cref="BatchDigest"/> has it; null when the upload isn't whole, or is of before digests were kept.</param>
internal sealed record UploadEnd(int Entries, string? Code, string? Detail, string? Digest = null)
{
    /// <summary>Whether every file was accepted or refused by itself.</summary>
    [JsonIgnore]
    public bool IsComplete => Code is null;
}

/// <summary>Stands in the archive while an upload is open.</summary>
/// <param name="Uploader">The web instance that reads it.</param>
/// <param name="Sent">All entries up to this one have their message in the queue.</param>
/// <param name="At">When this was so.</param>
internal sealed record UploadMark(string Uploader, int Sent, DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BatchRecord))]
[JsonSerializable(typeof(UploadMark))]
internal sealed partial class BatchJson : JsonSerializerContext;
