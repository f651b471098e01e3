using AWSense.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.Web.Metrics;

/// <summary>Reads queue, fleet and archive at a steady pace, for metrics that are pushed: nobody asks for those.</summary>
internal sealed partial class MetricsPush(GaugeReader reader, TimeProvider time, ILogger<MetricsPush> logger) : BackgroundService
{
    // Well below the minute at which OpenTelemetry exports by default.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Turns.RunAsync(reader.RefreshAsync, Pace, (exception, _) => LogNotRead(exception), time, stoppingToken);

    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "Queue, fleet and archive could not be read for metrics; the next turn tries again.")]
    private partial void LogNotRead(Exception exception);
}

/// <summary>Registers what pushed metrics need of the web tier.</summary>
public static class MetricsPushServices
{
    /// <summary>Keeps the gauges fresh without a scrape.</summary>
    public static IServiceCollection AddMetricsPush(this IServiceCollection services) => services.AddHostedService<MetricsPush>();
}
