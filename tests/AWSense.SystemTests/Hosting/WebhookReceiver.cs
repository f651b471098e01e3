using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AWSense.SystemTests.Hosting;

/// <summary>Takes webhooks at <c>/hook</c>.</summary>
internal static class WebhookReceiver
{
    /// <param name="delivered">Gets the id of each delivery.</param>
    /// <param name="failures">So many deliveries are answered with 503 before one is taken.</param>
    public static async Task<WebApplication> StartAsync(string address, ConcurrentQueue<string> delivered, int failures = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var application = builder.Build();
        application.MapPost("/hook", (HttpContext context) =>
        {
            delivered.Enqueue(context.Request.Headers["webhook-id"].ToString());
            return Results.Text("thanks", statusCode: delivered.Count > failures ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
        await application.StartAsync();
        return application;
    }
}
