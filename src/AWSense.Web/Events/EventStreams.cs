using AWSense.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Events;

/// <summary>The open streams of server-sent events.</summary>
internal sealed class EventStreams(IOptions<WebOptions> options)
{
    private int open;

    /// <summary>A comment that keeps proxies from closing a stream on which nothing happens.</summary>
    public static byte[] Heartbeat { get; } = ": still here\n\n"u8.ToArray();

    /// <summary>Answers with a stream of events, until they or the client end.</summary>
    /// <param name="frames">The events as they go over the wire.</param>
    /// <exception cref="ProblemException">Too many streams are open.</exception>
    public async Task WriteAsync(HttpContext context, IAsyncEnumerable<ReadOnlyMemory<byte>> frames)
    {
        Enter(context);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await foreach (var frame in frames)
        {
            await context.Response.Body.WriteAsync(frame, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    /// <summary>Counts a stream until its response has ended.</summary>
    private void Enter(HttpContext context)
    {
        if (Interlocked.Increment(ref open) > options.Value.EventStreamsMax)
        {
            Interlocked.Decrement(ref open);
            throw new ProblemException(ProblemKinds.TooBusy, "Too many event streams are open.");
        }

        context.Response.OnCompleted(() =>
        {
            Interlocked.Decrement(ref open);
            return Task.CompletedTask;
        });
    }
}
