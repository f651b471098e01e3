using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.SystemTests.Load;

/// <summary>A server that answers every upload with a label, when a test wants it to.</summary>
internal sealed class SleepingServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private SleepingServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>Starts one.</summary>
    /// <param name="pause">What each upload waits for; told the time since the first one.</param>
    public static async Task<SleepingServer> StartAsync(Func<TimeSpan, Task> pause)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var first = 0L;
        app.MapPost("/", async (HttpContext context) =>
        {
            Interlocked.CompareExchange(ref first, Stopwatch.GetTimestamp(), 0);
            var since = Stopwatch.GetElapsedTime(first);
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await pause(since);
            context.Response.ContentLength = 5;
            await context.Response.WriteAsync("label", context.RequestAborted);
        });
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
