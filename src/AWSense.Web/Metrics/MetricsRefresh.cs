using AWSense.Core.Fleet;
using AWSense.Core.Queues;
using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Metrics;

/// <summary>Reads queue and fleet just before they are scraped, since gauges are asked without waiting.</summary>
internal sealed class MetricsRefresh(RequestDelegate next, WebMetrics metrics, ISignalSource signals, IPresence presence)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path == "/metrics")
        {
            metrics.Observe(await ReadAsync(context.RequestAborted));
        }

        await next(context);
    }

    private async Task<FleetReading?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(await signals.ReadAsync(cancellationToken), await presence.ReadAsync(cancellationToken));
        }
        catch (BackendUnavailableException)
        {
            return null; // A missing value is told as missing.
        }
    }
}
