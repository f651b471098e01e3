using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Metrics;

/// <summary>Reads queue, fleet and archive just before they are scraped.</summary>
internal sealed class MetricsRefresh(RequestDelegate next, GaugeReader reader)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path == "/metrics")
        {
            await reader.RefreshAsync(context.RequestAborted);
        }

        await next(context);
    }
}
