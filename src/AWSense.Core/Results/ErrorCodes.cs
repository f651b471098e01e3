namespace AWSense.Core.Results;

/// <summary>The codes of errors that are a request's result. They are part of the HTTP contract: never renamed, never reused.</summary>
public static class ErrorCodes
{
    /// <summary>The bytes are none of the accepted formats.</summary>
    public const string UnsupportedMediaType = "unsupported-media-type";

    /// <summary>More pixels than the limit, by the header.</summary>
    public const string ImageTooLarge = "image-too-large";

    /// <summary>The header or the data can't be decoded, or end too early.</summary>
    public const string ImageUnreadable = "image-unreadable";

    /// <summary>The archived picture is gone or isn't what was accepted.</summary>
    public const string InputMissing = "input-missing";

    /// <summary>The model of the request isn't installed in that version on the worker, or can't be loaded.</summary>
    public const string ModelUnavailable = "model-unavailable";

    /// <summary>The model was loaded, and failed on this picture.</summary>
    public const string InferenceFailed = "inference-failed";

    /// <summary>Workers that took the picture died, as often as is allowed.</summary>
    public const string WorkerCrashed = "worker-crashed";

    /// <summary>A decode or an inference took longer than is allowed, every time it was tried.</summary>
    public const string WorkerHung = "worker-hung";

    /// <summary>The client cancelled the request.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>No worker took the request before its deadline.</summary>
    public const string Expired = "expired";

    /// <summary>The file of a batch is empty.</summary>
    public const string EntryEmpty = "entry-empty";

    /// <summary>The file of a batch is larger than a picture may be.</summary>
    public const string EntryTooLarge = "entry-too-large";

    /// <summary>The file of an archive is encrypted.</summary>
    public const string EntryEncrypted = "entry-encrypted";

    /// <summary>The file of an archive is compressed in a way that is not read.</summary>
    public const string EntryCompression = "entry-compression";

    /// <summary>The file of an archive unpacks to far more than pictures do.</summary>
    public const string EntryBomb = "entry-bomb";

    /// <summary>The file of an archive doesn't unpack to what the archive says of it.</summary>
    public const string EntryDamaged = "entry-damaged";

    /// <summary>The name of an archive's file leads out of the archive's folder.</summary>
    public const string EntryUnsafeName = "entry-unsafe-name";

    /// <summary>The file of an archive is an archive itself.</summary>
    public const string EntryIsArchive = "entry-is-archive";
}
