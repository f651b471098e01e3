using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Events;

/// <summary>The open streams of server-sent events.</summary>
internal sealed class EventStreams(IHostApplicationLifetime lifetime, IOptions<WebOptions> options, TimeProvider time)
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

    /// <summary>The number of the last event that a client says it has seen; null when it says none.</summary>
    public static long? LastSeen(HttpContext context) =>
        long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : null;

    /// <summary>Follows something whose states have ascending numbers: an event for each that is new, and a comment where there is none for long.</summary>
    /// <remarks>It ends with the state that is the last one. When the service ends, so does the stream; the client comes back with the number it has seen.</remarks>
    /// <param name="state">The state now.</param>
    /// <param name="seen">Number of the last state that was seen.</param>
    /// <param name="eventOf">A state's number, whether it is the last one, its name and itself as JSON.</param>
    /// <param name="next">Waits for a moment at which there may be a new state, and reads it.</param>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> FollowAsync<T>(
        T state, long seen, Func<T, StateEvent> eventOf, Func<CancellationToken, Task<T>> next, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wroteAt = time.GetTimestamp();
        while (true)
        {
            var told = eventOf(state);
            if (told.Number > seen)
            {
                seen = told.Number;
                wroteAt = time.GetTimestamp();
                yield return Encoding.UTF8.GetBytes($"id: {seen}\nevent: {told.Name}\ndata: {told.Json()}\n\n");
            }
            else if (time.GetElapsedTime(wroteAt) >= options.Value.EventHeartbeat)
            {
                wroteAt = time.GetTimestamp();
                yield return Heartbeat;
            }

            if (told.IsLast || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                yield break;
            }

            state = await next(cancellationToken);
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

/// <summary>A state as an event.</summary>
/// <param name="Json">Writes it; called for what is new only.</param>
internal readonly record struct StateEvent(long Number, bool IsLast, string Name, Func<string> Json);
