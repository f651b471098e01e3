using AWSense.Core.Requests;

namespace AWSense.Core.Archive;

/// <summary>What an archived object is.</summary>
public enum ObjectKind
{
    /// <summary>A picture as it was uploaded.</summary>
    Input,

    /// <summary>The outcome of a request, as JSON.</summary>
    Result,

    /// <summary>What was asked for a batch, and how its upload ended, as JSON.</summary>
    Batch,

    /// <summary>Stands while a batch's upload is open, and tells how far it is, as JSON.</summary>
    BatchUpload,

    /// <summary>Stands once a batch is cancelled; empty.</summary>
    BatchCancellation,

    /// <summary>What was done about a dead letter, as JSON.</summary>
    DeadLetterMark,

    /// <summary>The request that a client's <c>Idempotency-Key</c> stands for, as JSON. Named by a hash.</summary>
    IdempotencyKey,

    /// <summary>What a model says of a picture, for all who send it again, as JSON. Named by a hash.</summary>
    Answer,
}

/// <summary>The name of an archived object: its kind, and its request or a hash. No client ever chooses one.</summary>
public readonly record struct ObjectKey
{
    private const int HashDigits = 64;

    private readonly string? hash;

    /// <summary>Names an object of a request or a batch.</summary>
    /// <exception cref="ArgumentException">Objects of that kind are named by a hash.</exception>
    public ObjectKey(ObjectKind kind, RequestId id)
    {
        (Kind, Id) = (kind, id);
        if (IsNamedByHash(kind))
        {
            throw new ArgumentException($"Objects of the kind {kind} are named by a hash.", nameof(kind));
        }
    }

    private ObjectKey(ObjectKind kind, string hash) => (Kind, this.hash) = (kind, hash);

    /// <summary>What the object is.</summary>
    public ObjectKind Kind { get; }

    /// <summary>Whose it is; means nothing for kinds that are named by a hash.</summary>
    public RequestId Id { get; }

    /// <summary>The name within its kind.</summary>
    public string Name => hash ?? Id.ToString();

    public static ObjectKey Input(RequestId id) => new(ObjectKind.Input, id);

    public static ObjectKey Result(RequestId id) => new(ObjectKind.Result, id);

    /// <summary>Names an object by a hash.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <exception cref="ArgumentException">Objects of that kind belong to requests, or it is no hash.</exception>
    public static ObjectKey OfHash(ObjectKind kind, string sha256) => IsNamedByHash(kind) && IsHash(sha256)
        ? new(kind, sha256)
        : throw new ArgumentException($"{sha256} names no object of the kind {kind}.", nameof(sha256));

    /// <summary>Reads a name as a listing has it; false when it is none of that kind.</summary>
    public static bool TryParse(ObjectKind kind, string name, out ObjectKey key)
    {
        var byHash = IsNamedByHash(kind);
        RequestId id = default;
        var valid = byHash ? IsHash(name) : RequestId.TryParse(name, out id);
        key = !valid ? default : byHash ? new(kind, name) : new(kind, id);
        return valid;
    }

    /// <summary>Whether objects of a kind are named by a hash rather than by a request, so that their name doesn't tell their age.</summary>
    public static bool IsNamedByHash(ObjectKind kind) => kind is ObjectKind.IdempotencyKey or ObjectKind.Answer;

    /// <summary>Where the objects of a kind lie, such as <c>inputs</c>: a folder, or a prefix of keys.</summary>
    public static string PrefixOf(ObjectKind kind) => kind switch
    {
        ObjectKind.Input => "inputs",
        ObjectKind.Result => "results",
        ObjectKind.Batch => "batches",
        ObjectKind.BatchUpload => "batch-uploads",
        ObjectKind.BatchCancellation => "batch-cancellations",
        ObjectKind.DeadLetterMark => "dead-letter-marks",
        ObjectKind.IdempotencyKey => "idempotency-keys",
        ObjectKind.Answer => "answers",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The key as S3 and logs have it, such as <c>inputs/019dc5c1-…</c>; keys that a request names sort by age.</summary>
    public override string ToString() => $"{PrefixOf(Kind)}/{Name}";

    private static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigitLower);
}
