using System.Collections;
using System.Reflection;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Telemetry;
using AWSense.Web.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AWSense.Telemetry;

/// <summary>Exports metrics, traces and logs by OTLP where the environment asks for it (<see cref="OtlpSettings"/>), and is nothing where it doesn't.</summary>
/// <remarks>
/// The SDK gathers in bounded queues (2,048 spans and as many logs) and exports on threads of its own; what finds a queue full is dropped. So a
/// collector that is slow or gone costs its own data and nothing else. Workers of <c>awsense up</c> inherit the variables with the environment.
/// </remarks>
internal static class TelemetryExport
{
    private const string ServiceName = "awsense";

    // Each signal is flushed at the end, so the ten seconds that the SDK waits for a collector would be waited for several times over.
    private const string TimeoutMs = "2000";

    // What a scrape or a probe does is no work that anybody wants to see.
    private static readonly string[] Unwatched = ["/metrics", "/health"];

    /// <summary>Adds the exporters. To be called when the backend is registered, since the queue is traced.</summary>
    /// <param name="tier">What this process is: <c>service</c>, <c>web</c> or <c>worker</c>.</param>
    /// <param name="worker">The worker's name; null for another process.</param>
    /// <exception cref="Hosting.CommandFailedException">A variable has a value that can't be meant.</exception>
    public static void AddTo(IHostApplicationBuilder builder, string tier, string? worker) =>
        AddTo(builder, tier, worker, OtlpSettings.Of(Environment.GetEnvironmentVariable));

    /// <summary>Adds the exporters that are wanted.</summary>
    internal static void AddTo(IHostApplicationBuilder builder, string tier, string? worker, OtlpSettings settings)
    {
        if (!settings.Any)
        {
            return;
        }

        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("OTEL_EXPORTER_OTLP_TIMEOUT", (string?)TimeoutMs)]);
        builder.Configuration.AddInMemoryCollection(Variables()); // the SDK reads them there
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => Describe(resource, tier, worker));
        if (settings.Traces)
        {
            TraceQueue(builder.Services);
            telemetry.WithTracing(traces => AddSources(traces, isServer: worker is null).AddOtlpExporter());
        }

        if (settings.Metrics)
        {
            AddMetrics(telemetry, isServer: worker is null);
        }

        if (settings.Logs)
        {
            telemetry.WithLogging(logs => logs.AddOtlpExporter(), options => options.IncludeFormattedMessage = true);
        }
    }

    private static TracerProviderBuilder AddSources(TracerProviderBuilder traces, bool isServer)
    {
        traces.AddSource(AWSenseTelemetry.Name);
        return isServer
            ? traces.AddAspNetCoreInstrumentation(options => options.Filter = context =>
                !Unwatched.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal)))
            : traces;
    }

    private static void AddMetrics(OpenTelemetryBuilder telemetry, bool isServer)
    {
        telemetry.WithMetrics(metrics => metrics
            .AddMeter(AWSenseTelemetry.Name, "System.Runtime")
            .SetExemplarFilter(ExemplarFilterType.TraceBased)
            .AddOtlpExporter());
        if (isServer)
        {
            telemetry.Services.AddMetricsPush();
        }
    }

    /// <summary>Names this process. What the environment says goes first, but no two processes may bear one instance's id.</summary>
    private static void Describe(ResourceBuilder resource, string tier, string? worker)
    {
        var version = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3);
        resource.Clear()
            .AddService(ServiceName, serviceVersion: version, autoGenerateServiceInstanceId: false)
            .AddAttributes([new("awsense.tier", tier)])
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector()
            .AddAttributes([new("service.instance.id", $"{Environment.MachineName}-{Environment.ProcessId}"), new("host.name", Environment.MachineName)]);
        if (worker is not null)
        {
            resource.AddAttributes([new("awsense.worker.id", worker)]);
        }
    }

    private static void TraceQueue(IServiceCollection services)
    {
        var queue = services.Last(service => service.ServiceType == typeof(IRequestQueue));
        services.Replace(ServiceDescriptor.Singleton<IRequestQueue>(provider => new TracedRequestQueue(
            Make<IRequestQueue>(queue, provider), provider.GetRequiredService<QueueIdentity>(), provider.GetRequiredService<TimeProvider>())));

        // A backend's own way to begin requests; what goes step by step goes through the queue.
        if (services.LastOrDefault(service => service.ServiceType == typeof(IRequestBeginning) && service.ImplementationType != typeof(StepwiseBeginning)) is { } beginning)
        {
            services.Replace(ServiceDescriptor.Singleton<IRequestBeginning>(provider => new TracedRequestBeginning(
                Make<IRequestBeginning>(beginning, provider), provider.GetRequiredService<QueueIdentity>())));
        }
    }

    private static T Make<T>(ServiceDescriptor service, IServiceProvider provider) => (T)(service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));

    private static IEnumerable<KeyValuePair<string, string?>> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value))
        .Where(variable => variable.Key.StartsWith(OtlpSettings.Prefix, StringComparison.Ordinal));
}
