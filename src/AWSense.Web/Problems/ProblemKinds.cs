using AWSense.Core.Results;

namespace AWSense.Web.Problems;

/// <summary>All kinds of errors that the HTTP interface answers with.</summary>
public static class ProblemKinds
{
    public static readonly ProblemKind Malformed = new("malformed-request", 400, "The request can't be understood");
    public static readonly ProblemKind UrlFetchDisabled = new("url-fetch-disabled", 400, "Pictures are not fetched by URL here");
    public static readonly ProblemKind UploadCut = new("upload-cut", 400, "The upload ended before it was whole");
    public static readonly ProblemKind ArchiveCut = new("archive-cut", 400, "The archive was cut off");
    public static readonly ProblemKind ArchiveDamaged = new("archive-damaged", 400, "The archive can't be read");
    public static readonly ProblemKind Unauthorized = new("unauthorized", 401, "An API key is needed");
    public static readonly ProblemKind CrossSite = new("cross-site", 403, "The request comes from another site's page");
    public static readonly ProblemKind NotFound = new("not-found", 404, "There is nothing at this address");
    public static readonly ProblemKind ModelNotFound = new("model-not-found", 404, "There is no such model");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here");
    public static readonly ProblemKind Conflict = new("conflict", 409, "The request contradicts what is known");
    public static readonly ProblemKind Cancelled = new(ErrorCodes.Cancelled, 409, "The request was cancelled");
    public static readonly ProblemKind Gone = new("gone", 410, "It is no longer kept");
    public static readonly ProblemKind TooLarge = new("payload-too-large", 413, "The upload is too large");
    public static readonly ProblemKind TooManyEntries = new("too-many-entries", 413, "The batch has too many pictures");
    public static readonly ProblemKind EntryTooLarge = new(ErrorCodes.EntryTooLarge, 413, "The file is too large");
    public static readonly ProblemKind UnsupportedMediaType = new(ErrorCodes.UnsupportedMediaType, 415, "The file is none of the accepted formats");
    public static readonly ProblemKind IdempotencyKeyReused = new("idempotency-key-reused", 422, "The Idempotency-Key stands for another request");
    public static readonly ProblemKind ImageTooLarge = new(ErrorCodes.ImageTooLarge, 422, "The picture has too many pixels");
    public static readonly ProblemKind ImageUnreadable = new(ErrorCodes.ImageUnreadable, 422, "The picture can't be decoded");
    public static readonly ProblemKind WorkerCrashed = new(ErrorCodes.WorkerCrashed, 422, "Workers died of the picture");
    public static readonly ProblemKind WorkerHung = new(ErrorCodes.WorkerHung, 422, "Workers hung on the picture");
    public static readonly ProblemKind EntryEmpty = new(ErrorCodes.EntryEmpty, 422, "The file is empty");
    public static readonly ProblemKind EntryEncrypted = new(ErrorCodes.EntryEncrypted, 422, "The file is encrypted");
    public static readonly ProblemKind EntryCompression = new(ErrorCodes.EntryCompression, 422, "The file is compressed in a way that is not read");
    public static readonly ProblemKind EntryBomb = new(ErrorCodes.EntryBomb, 422, "The file unpacks to far more than pictures do");
    public static readonly ProblemKind EntryDamaged = new(ErrorCodes.EntryDamaged, 422, "The file is damaged");
    public static readonly ProblemKind EntryUnsafeName = new(ErrorCodes.EntryUnsafeName, 422, "The file's name leads out of its folder");
    public static readonly ProblemKind EntryIsArchive = new(ErrorCodes.EntryIsArchive, 422, "The file is an archive itself");
    public static readonly ProblemKind Internal = new("internal-error", 500, "Something went wrong here");
    public static readonly ProblemKind InferenceFailed = new(ErrorCodes.InferenceFailed, 500, "The model failed");
    public static readonly ProblemKind InputMissing = new(ErrorCodes.InputMissing, 500, "The archived picture is gone");
    public static readonly ProblemKind ModelUnavailable = new(ErrorCodes.ModelUnavailable, 500, "The model can't be used");
    public static readonly ProblemKind TooBusy = new("too-busy", 503, "Too much is waiting already", Retryable: true);
    public static readonly ProblemKind StorageFull = new("storage-full", 503, "There is too little room", Retryable: true);
    public static readonly ProblemKind Unavailable = new("unavailable", 503, "A part of the service can't be reached", Retryable: true);
    public static readonly ProblemKind Draining = new("draining", 503, "The service is about to end", Retryable: true);
    public static readonly ProblemKind Timeout = new("timeout", 504, "The answer was not there in time", Retryable: true);
    public static readonly ProblemKind Expired = new(ErrorCodes.Expired, 504, "No worker took the picture in time", Retryable: true);

    private static readonly Dictionary<string, ProblemKind> ByErrorCode = new ProblemKind[]
    {
        Cancelled, UnsupportedMediaType, ImageTooLarge, ImageUnreadable, WorkerCrashed, WorkerHung, InferenceFailed, InputMissing, ModelUnavailable, Expired,
        EntryTooLarge, EntryEmpty, EntryEncrypted, EntryCompression, EntryBomb, EntryDamaged, EntryUnsafeName, EntryIsArchive,
    }.ToDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>The kind that a result's error is told as.</summary>
    public static ProblemKind OfError(string code) => ByErrorCode.GetValueOrDefault(code, Internal);

    /// <summary>The kind for a status that the framework set by itself.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        401 => Unauthorized,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        >= 400 and < 500 => Malformed,
        503 => Unavailable,
        _ => Internal,
    };
}
