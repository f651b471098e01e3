using AWSense.Core;
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
                await ProblemBody.WriteAsync(context, kind, $"{context.Request.Method} {context.Request.Path}: {kind.Title}.", null, null);
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
        var (kind, detail) = FailureProblems.Of(exception);
        if (kind == ProblemKinds.Internal)
        {
            LogFailed(exception, context.Request.Path);
        }

        var problem = exception as ProblemException;
        await ProblemBody.WriteAsync(context, kind, detail, problem?.JobId, problem?.BatchId);
    }

    // What is said of the request stays (Server-Timing, Preference-Applied, Allow, the security headers); what is said of a body that won't come goes.
    private static void ForgetContent(HttpResponse response)
    {
        response.ContentLength = null;
        response.Headers.ContentDisposition = default;
        response.Headers.CacheControl = default;
        response.Headers.Location = default;
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Answering {Path} failed.")]
    private partial void LogFailed(Exception exception, string path);
}
