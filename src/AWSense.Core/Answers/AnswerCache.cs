using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AWSense.Core.Archive;
using AWSense.Core.Models;
using Microsoft.Extensions.Options;

namespace AWSense.Core.Answers;

/// <summary>Answers in the archive, by picture and model: what one worker has found out, no worker need find out again.</summary>
/// <remarks>
/// An answer is named by the hash of the picture's bytes, of the model's name and of all that its answers depend on, so a changed model has other
/// answers. What is read is compared with what was asked for all the same. A cache that fails costs an inference, never an answer: callers go on without.
/// </remarks>
public sealed class AnswerCache(IObjectStore archive, IOptions<CacheOptions> options)
{
    /// <summary>Goes up when this program comes to other answers from the same picture and model.</summary>
    private const int Revision = 1;

    /// <summary>Whether there is a cache.</summary>
    public bool IsEnabled => options.Value.Enabled;

    /// <summary>Looks for an answer.</summary>
    /// <param name="sha256">Of the picture, 64 lower-case hexadecimal digits.</param>
    /// <param name="fingerprint">Of the model, as <see cref="ModelInfo.Fingerprint"/>.</param>
    /// <param name="topK">How many labels it must have.</param>
    /// <returns>Null when there is none, or one with fewer labels.</returns>
    public async Task<KnownAnswer?> FindAsync(string sha256, ModelVersion model, string fingerprint, int topK, CancellationToken cancellationToken)
    {
        using var content = await archive.GetAsync(KeyOf(sha256, model, fingerprint), cancellationToken);
        return content is not null && Read(content.Memory.Span) is { } known && known.Image.Sha256 == sha256 && known.Model == model && known.Depth >= topK
            ? known
            : null;
    }

    /// <summary>Keeps an answer, unless one with as many labels is kept.</summary>
    /// <param name="fingerprint">Of the model that has answered.</param>
    public async Task KeepAsync(KnownAnswer answer, string fingerprint, CancellationToken cancellationToken)
    {
        var key = KeyOf(answer.Image.Sha256, answer.Model, fingerprint);
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, KnownAnswerJson.Default.KnownAnswer);
        if (await archive.TryCreateAsync(key, json, Durability.Process, cancellationToken)
            || await FindAsync(answer.Image.Sha256, answer.Model, fingerprint, answer.Depth, cancellationToken) is not null)
        {
            return;
        }

        await archive.PutAsync(key, json, Durability.Process, cancellationToken);
    }

    private static ObjectKey KeyOf(string sha256, ModelVersion model, string fingerprint) => ObjectKey.OfHash(
        ObjectKind.Answer, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Revision}\n{sha256}\n{model}\n{fingerprint}"))));

    private static KnownAnswer? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, KnownAnswerJson.Default.KnownAnswer);
        }
        catch (JsonException)
        {
            return null; // cut off by a power cut, for which no answer waits; the next one takes its place
        }
    }
}
