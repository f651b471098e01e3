using AWSense.Core.Results;
using AWSense.Web.Problems;

namespace AWSense.Web.Dashboard;

/// <summary>An error in words.</summary>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Detail">What it is this time.</param>
/// <param name="Advice">What to do about it.</param>
/// <param name="CanRetry">Whether the same again may succeed.</param>
public sealed record Trouble(string Title, string Detail, string Advice, bool CanRetry)
{
    private const string NoAnswer = "The service doesn't answer";

    /// <summary>The words for a request's error.</summary>
    public static Trouble Of(RequestError error)
    {
        var kind = ProblemKinds.OfError(error.Code);
        return new(kind.Title, error.Detail, AdviceOn(error.Code), kind.Retryable || kind.Status == 500);
    }

    /// <summary>The words for an answer of the HTTP interface.</summary>
    public static Trouble Of(ProblemBody problem) =>
        new(problem.Title, problem.Detail, AdviceOn(problem.Code), problem.Retryable || problem.Status == 500);

    /// <summary>The words for a failure of a look at the service.</summary>
    internal static Trouble Of(ProblemException problem) =>
        new(problem.Kind.Title, problem.Message, AdviceOn(problem.Kind.Code), problem.Kind.Retryable || problem.Kind.Status == 500);

    /// <summary>The words for an answer that isn't the service's own; 0 when there was none.</summary>
    public static Trouble OfStatus(int status) => status == 0
        ? new(NoAnswer, "The upload was cut off, or the service has stopped.", "Send it again once the page is connected.", CanRetry: true)
        : new(NoAnswer, $"Something between here and the service answered with status {status}.", "Send it again; if that doesn't help, ask who runs the proxy.", CanRetry: true);

    private static string AdviceOn(string code) => code switch
    {
        ErrorCodes.UnsupportedMediaType => "Send a JPEG, PNG, WebP, GIF, AVIF or TIFF, or a zip of those.",
        ErrorCodes.ImageTooLarge => "Scale the picture down and send it again; a few hundred pixels a side are enough.",
        ErrorCodes.ImageUnreadable or "entry-damaged" => "The file seems to be damaged. Open it in a viewer, save it anew, and send that.",
        ErrorCodes.EntryTooLarge or "payload-too-large" => "Make it smaller, or split the batch into parts.",
        "too-many-entries" => "Split it into several archives.",
        "archive-cut" or "archive-damaged" or "upload-cut" => "Make the archive again and send that.",
        "unauthorized" => "Load this page again and enter your API key.",
        "model-not-found" or ErrorCodes.ModelUnavailable => "Choose another model.",
        ErrorCodes.WorkerCrashed or ErrorCodes.WorkerHung => "It waits under Dead letters, where it can be retried; most such pictures are damaged.",
        ErrorCodes.Expired or "timeout" or "too-busy" or "draining" or "unavailable" => "Send it again in a moment. Live shows whether workers are there.",
        "storage-full" => "The disk is full. Free some space, or lower Retention:BytesMax.",
        ErrorCodes.Cancelled => "Send it again if you still want it.",
        _ => "Send it again. If it fails once more, the service's log tells more.",
    };
}
