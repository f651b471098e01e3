using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using AWSense.Core;
using AWSense.Core.Answers;
using AWSense.Core.Archive;
using AWSense.Core.Chaos;
using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using AWSense.Core.Telemetry;
using AWSense.Web.Accepting;
using AWSense.Web.Batches;
using AWSense.Web.Classify;
using AWSense.Web.Dashboard;
using AWSense.Web.DeadLetters;
using AWSense.Web.Events;
using AWSense.Web.Fetching;
using AWSense.Web.Fleet;
using AWSense.Web.Health;
using AWSense.Web.Idempotency;
using AWSense.Web.Images;
using AWSense.Web.Inference;
using AWSense.Web.Jobs;
using AWSense.Web.Legacy;
using AWSense.Web.Metrics;
using AWSense.Web.Models;
using AWSense.Web.OpenApi;
using AWSense.Web.Outbound;
using AWSense.Web.Problems;
using AWSense.Web.Replies;
using AWSense.Web.Results;
using AWSense.Web.Reuse;
using AWSense.Web.Security;
using AWSense.Web.Simulating;
using AWSense.Web.Uploads;
using AWSense.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace AWSense.Web;

/// <summary>Registers and maps the web tier.</summary>
public static class WebServices
{
    // A form and base64 are longer than the picture they hold.
    private const int FormBytes = 64 * 1024;

    /// <summary>Adds all that the web tier needs but the ports of a backend.</summary>
    /// <param name="models">What clients may ask for.</param>
    /// <param name="keys">The API keys.</param>
    /// <param name="exposure">Who can reach the service.</param>
    public static IServiceCollection AddAWSenseWeb(
        this IServiceCollection services, IConfiguration configuration, ModelCatalog models, ApiKeyStore keys, Exposure exposure)
    {
        services.AddChecked<WebOptions>(configuration, WebOptions.Section);
        services.AddChecked<LimitOptions>(configuration, LimitOptions.Section);
        services.AddChecked<RetentionOptions>(configuration, RetentionOptions.Section);
        services.AddChecked<BatchOptions>(configuration, BatchOptions.Section);
        services.AddChecked<FetchOptions>(configuration, FetchOptions.Section);
        services.AddChecked<InferenceOptions>(configuration, InferenceOptions.Section);
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection(AuthOptions.Section));
        services.AddOptions<ChaosOptions>().Bind(configuration.GetSection(ChaosOptions.Section));
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<WebOptions>, IOptions<LimitOptions>>(Configure);
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        services.AddSingleton<IMemoryPoolFactory<byte>, ReceiveBlockPool.Factory>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(models);
        services.AddSingleton(keys);
        services.AddSingleton(exposure);
        services.AddSingleton<AccessPolicy>();
        services.AddSingleton<UploadBudget>();
        services.AddSingleton<PictureFetcher>();
        services.AddSingleton<UploadReader>();
        services.AddSingleton<Settlement>();
        services.AddSingleton<WebMetrics>();
        services.AddSingleton<GaugeReader>();
        services.AddSingleton<ReplyRouter>();
        services.AddHostedService(provider => provider.GetRequiredService<ReplyRouter>());
        services.AddSingleton(provider => new AcceptancePorts(
            provider.GetRequiredService<IObjectStore>(), provider.GetRequiredService<IJobStore>(), provider.GetRequiredService<IRequestQueue>(),
            provider.GetRequiredService<IRequestBeginning>(), provider.GetRequiredService<NamedPictures>()));
        services.TryAddSingleton<IRequestBeginning, StepwiseBeginning>();
        services.AddChecked<LayoutOptions>(configuration, LayoutOptions.Section);
        services.AddSingleton<FileNameLayout>();
        services.AddSingleton<NamedPictures>();
        services.AddSingleton<Acceptance>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddChecked<CacheOptions>(configuration, CacheOptions.Section);
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<ReadyAnswers>();
        services.AddSingleton<Flights>();
        services.AddSingleton<AnswerSources>();
        services.AddSingleton<SynchronousClassification>();
        services.AddSingleton<TensorPictures>();
        services.AddSingleton<OverdueJobs>();
        services.AddSingleton<JobFinder>();
        services.AddSingleton<JobView>();
        services.AddSingleton<JobCancelling>();
        services.AddBatches();
        services.AddWebhooks(configuration);
        services.AddSingleton<EventStreams>();
        services.AddSingleton<JobEvents>();
        services.AddSingleton<FleetView>();
        services.AddFleetHistory();
        services.AddDeadLetters();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJson.Default);
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            options.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(AWSenseTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddPrometheusExporter());
        OpenApiDocuments.Add(services);
        DashboardPages.Add(services);
        return services;
    }

    /// <summary>Maps every endpoint, behind what all requests pass.</summary>
    public static void MapAWSense(this WebApplication application)
    {
        application.UseMiddleware<ProblemMiddleware>();
        application.UseMiddleware<AccessMiddleware>();
        application.UseMiddleware<MetricsRefresh>();
        application.UseRouting();
        LegacyEndpoint.Map(application);
        HomeEndpoint.Map(application);
        ClassifyEndpoint.Map(application);
        SubmitJobEndpoint.Map(application);
        ReadJobEndpoints.Map(application);
        JobEventsEndpoint.Map(application);
        SubmitBatchEndpoints.Map(application);
        ReadBatchEndpoints.Map(application);
        BatchEventsEndpoint.Map(application);
        WebhookEndpoint.Map(application);
        ImageEndpoint.Map(application);
        ModelsEndpoint.Map(application);
        InferenceEndpoints.Map(application);
        FleetEndpoint.Map(application);
        FleetEventsEndpoint.Map(application);
        FleetHistoryEndpoint.Map(application);
        DeadLetterEndpoints.Map(application);
        SessionEndpoint.Map(application);
        HealthEndpoints.Map(application);
        application.MapPrometheusScrapingEndpoint();
        OpenApiDocuments.Map(application);
        DashboardPages.Map(application);
    }

    private static void AddBatches(this IServiceCollection services)
    {
        services.AddSingleton<BatchStore>();
        services.AddSingleton<BatchEntries>();
        services.AddSingleton<BatchAcceptance>();
        services.AddSingleton<BatchUploads>();
        services.AddSingleton<BatchCancelling>();
        services.AddSingleton<BatchProgress>();
        services.AddSingleton<BatchView>();
        services.AddSingleton<BatchResults>();
        services.AddSingleton<BatchEvents>();
        services.AddSingleton<EntryReader>();
        services.AddHostedService<BatchRecovery>();
    }

    private static void AddFleetHistory(this IServiceCollection services)
    {
        services.AddSingleton<SharedFleet>();
        services.AddSingleton<FleetEvents>();
        services.AddSingleton<LatencyWindow>();
        services.AddSingleton<FleetHistory>();
        services.AddHostedService(provider => provider.GetRequiredService<FleetHistory>());
        services.AddSingleton<LiveCharts>();
        services.AddSingleton<SimulationRuns>();
    }

    private static void AddDeadLetters(this IServiceCollection services)
    {
        services.AddSingleton<ResultListing>();
        services.AddSingleton<DeadLetterMarks>();
        services.AddSingleton<DeadLetterUploads>();
        services.AddSingleton<DeadLetterRetry>();
        services.AddSingleton<DeadLetterBox>();
    }

    private static void AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddChecked<WebhookOptions>(configuration, WebhookOptions.Section);
        services.TryAddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<WebhookRegistration>();
        services.AddSingleton(provider => new WebhookSender(
            provider.GetRequiredService<IOptions<WebhookOptions>>().Value, provider.GetRequiredService<ResolveHost>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new WebhookSources(
            provider.GetRequiredService<WebhookStore>(),
            provider.GetRequiredService<Settlement>(),
            provider.GetRequiredService<IJobStore>(),
            provider.GetRequiredService<OverdueJobs>(),
            provider.GetRequiredService<ReplyRouter>()));
        services.AddHostedService<WebhookDelivery>();
    }

    private static void Configure(KestrelServerOptions kestrel, IOptions<WebOptions> web, IOptions<LimitOptions> limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = web.Value.ConnectionsMax;
        kestrel.Limits.MaxRequestBodySize = (limits.Value.UploadBytesMax * 4L / 3) + FormBytes;

        // A client that waits for its answer sends and takes nothing meanwhile; that is no reason to cut it off.
        kestrel.Limits.MinResponseDataRate = null;
    }
}
