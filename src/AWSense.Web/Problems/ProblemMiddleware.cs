using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AWSense.Web.Problems;

/// <summary>Turns every failure into a problem: those of ours, those of the backend, and statuses that the framework sets without a body.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            {
                var kind = ProblemKinds.OfStatus(context.Response.StatusCode) with { Status = context.Response.StatusCode };
                await ProblemBody.WriteAsync(context, kind, $"{context.Request.Method} {context.Request.Path}: {kind.Title}.", null);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody is left to tell.
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Request boundary.
            await TellAsync(context, exception);
        }
    }

    private async Task TellAsync(HttpContext context, Exception exception)
    {
        if (context.Response.HasStarted)
        {
            LogFailed(exception, context.Request.Path);
            context.Abort();
            return;
        }

        ForgetContent(context.Response);
        var (kind, detail) = Describe(exception);
        if (kind == ProblemKinds.Internal)
        {
            LogFailed(exception, context.Request.Path);
        }

        await ProblemBody.WriteAsync(context, kind, detail, (exception as ProblemException)?.JobId);
    }

    // What is said of the request stays (Server-Timing, Preference-Applied, Allow, the security headers); what is said of a body that won't come goes.
    private static void ForgetContent(HttpResponse response)
    {
        response.ContentLength = null;
        response.Headers.ContentDisposition = default;
        response.Headers.CacheControl = default;
        response.Headers.Location = default;
    }

    private static (ProblemKind Kind, string Detail) Describe(Exception exception) => exception switch
    {
        ProblemException problem => (problem.Kind, problem.Message),
        QueueFullException full => (ProblemKinds.TooBusy, full.Message),
        StorageFullException full => (ProblemKinds.StorageFull, full.Message),
        BackendUnavailableException unavailable => (ProblemKinds.Unavailable, unavailable.Message),
        BadHttpRequestException bad => (ProblemKinds.OfStatus(bad.StatusCode) with { Status = bad.StatusCode }, bad.Message),
        InvalidDataException invalid => (ProblemKinds.Malformed, invalid.Message), // how the framework tells a bad multipart body
        IOException => (ProblemKinds.Malformed, "The request ended before its body did."),
        _ => (ProblemKinds.Internal, "The failure is logged under the trace id."),
    };

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Answering {Path} failed.")]
    private partial void LogFailed(Exception exception, string path);
}
