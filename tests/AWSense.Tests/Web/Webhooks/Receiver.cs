using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AWSense.Tests.Web.Webhooks;

/// <summary>What a receiver has got.</summary>
internal sealed record Delivery(string Id, string Timestamp, string Signature, string? ContentType, byte[] Body, DateTimeOffset At);

/// <summary>A receiver of webhooks on a port of this machine, which answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication application;

    private Receiver(WebApplication application) => this.application = application;

    public string Url => $"{application.Urls.First()}/hook";

    public ConcurrentQueue<Delivery> Deliveries { get; } = new();

    /// <param name="statuses">What it answers, one after the other and the last for ever; 204 when none is told. A redirect leads to itself.</param>
    public static async Task<Receiver> StartAsync(params int[] statuses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var receiver = new Receiver(application);
        application.MapPost("/hook", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var headers = context.Request.Headers;
            receiver.Deliveries.Enqueue(new(
                headers["webhook-id"].ToString(),
                headers["webhook-timestamp"].ToString(),
                headers["webhook-signature"].ToString(),
                context.Request.ContentType,
                body.ToArray(),
                TimeProvider.System.GetUtcNow()));
            context.Response.StatusCode = statuses.Length == 0 ? 204 : statuses[Math.Min(receiver.Deliveries.Count, statuses.Length) - 1];
            if (context.Response.StatusCode == 302)
            {
                context.Response.Headers.Location = receiver.Url;
            }
            else if (context.Response.StatusCode != 204)
            {
                await context.Response.WriteAsync("as told", context.RequestAborted);
            }
        });
        await application.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
