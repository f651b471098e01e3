using System.Text.Json;
using System.Text.Json.Serialization;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;

namespace AWSense.Web.DeadLetters;

/// <summary>What was done about a dead letter.</summary>
/// <param name="Action">What.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="RetryId">The request that it became, chosen before anything is sent; null when it was discarded.</param>
/// <param name="Done">Whether nothing is left to be done: false while the new request may lack its message.</param>
internal sealed record DeadLetterMark(DeadLetterAction Action, DateTimeOffset At, RequestId? RetryId, bool Done);

/// <summary>What can be done about a dead letter.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeadLetterAction>))]
internal enum DeadLetterAction
{
    /// <summary>It became a new request.</summary>
    [JsonStringEnumMemberName("retried")]
    Retried = 0,

    /// <summary>It is no longer listed.</summary>
    [JsonStringEnumMemberName("discarded")]
    Discarded = 1,
}

/// <summary>The marks in the archive. The conditional create of <c>dead-letter-marks/{id}</c> decides between people who act on one letter at once.</summary>
internal sealed class DeadLetterMarks(IObjectStore archive)
{
    /// <summary>The mark of a dead letter; null while nothing was done about it.</summary>
    public async Task<DeadLetterMark?> FindAsync(RequestId id, CancellationToken cancellationToken)
    {
        using var content = await archive.GetAsync(KeyOf(id), cancellationToken);
        return content is null ? null : JsonSerializer.Deserialize(content.Memory.Span, DeadLetterJson.Default.DeadLetterMark);
    }

    /// <summary>Makes a mark unless there is one, so that it survives a power cut.</summary>
    /// <returns>The mark that stands.</returns>
    public async Task<DeadLetterMark> MakeAsync(RequestId id, DeadLetterMark mark)
    {
        var made = await archive.TryCreateAsync(KeyOf(id), Bytes(mark), Durability.PowerLoss, CancellationToken.None);
        return made ? mark : await FindAsync(id, CancellationToken.None) ?? mark;
    }

    /// <summary>Writes that nothing is left to be done.</summary>
    public Task EndAsync(RequestId id, DeadLetterMark mark) =>
        archive.PutAsync(KeyOf(id), Bytes(mark with { Done = true }), Durability.PowerLoss, CancellationToken.None);

    private static ObjectKey KeyOf(RequestId id) => new(ObjectKind.DeadLetterMark, id);

    private static byte[] Bytes(DeadLetterMark mark) => JsonSerializer.SerializeToUtf8Bytes(mark, DeadLetterJson.Default.DeadLetterMark);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeadLetterMark))]
internal sealed partial class DeadLetterJson : JsonSerializerContext;
