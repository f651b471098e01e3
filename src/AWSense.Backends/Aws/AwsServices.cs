using Amazon.S3;
using Amazon.SQS;
using AWSense.Backends.Aws.Archive;
using AWSense.Backends.Aws.Jobs;
using AWSense.Backends.Aws.Presence;
using AWSense.Backends.Aws.Queues;
using AWSense.Backends.Aws.Setup;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws;

/// <summary>Registers the backend on AWS.</summary>
public static class AwsServices
{
    private static readonly TimeSpan ReplyCarePace = TimeSpan.FromMinutes(5);

    // What is shown of a fleet that nobody here sizes.
    private static readonly ScalingPolicy Unsteered = new()
    {
        Name = "none",
        Fleet = new() { Min = 0, Max = 1000, Initial = 0 },
        Signals = new(),
        Rule = new FixedRule { Capacity = 0 },
    };

    /// <summary>Adds the ports for a worker's process.</summary>
    public static IServiceCollection AddAwsWorkerBackend(this IServiceCollection services, IConfiguration configuration) => services.AddPorts(configuration);

    /// <summary>Adds the ports for a web instance's process, and what web instances do for the fleet. A fleet that is registered before is left as it is.</summary>
    public static IServiceCollection AddAwsWebBackend(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPorts(configuration);
        services.TryAddSingleton<IFleet, ObservedFleet>();
        services.TryAddSingleton<DecisionLog>();
        services.TryAddSingleton(Unsteered);
        services.TryAddSingleton<Settlement>();
        services.AddSingleton<ISignalSource, AwsSignals>();
        services.AddSingleton<PresenceCollector>();
        services.AddSingleton<DeadLetterSweep>();
        services.AddTurns<PresenceCollector>("Collecting presence", PresenceCollector.Pace, collector => collector.TurnAsync);
        services.AddTurns<PresenceCollector>("Telling this instance's counts", PresenceCollector.WebPace, collector => collector.ReportAsync);
        services.AddTurns<AwsResponseQueue>("Caring for response queues", ReplyCarePace, responses => responses.CareAsync);
        services.AddTurns<DeadLetterSweep>("Sweeping dead letters", DeadLetterSweep.Pace, sweep => sweep.TurnAsync);
        return services;
    }

    /// <summary>Adds what makes queues and bucket.</summary>
    public static IServiceCollection AddAwsSetup(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddPorts(configuration);
        services.AddChecked<RetentionOptions>(configuration, RetentionOptions.Section);
        services.AddSingleton(provider => new AwsSetup(
            provider.GetRequiredService<IAmazonSQS>(),
            provider.GetRequiredService<IAmazonS3>(),
            provider.GetRequiredService<IOptions<AwsOptions>>(),
            provider.GetRequiredService<IOptions<LeaseOptions>>(),
            provider.GetRequiredService<IOptions<RetentionOptions>>()));
        return services;
    }

    private static IServiceCollection AddPorts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddChecked<AwsOptions>(configuration, AwsOptions.Section);
        services.AddChecked<LeaseOptions>(configuration, LeaseOptions.Section);
        services.AddChecked<LimitOptions>(configuration, LimitOptions.Section);
        services.TryAddSingleton(provider => AwsClients.Queues(provider.GetRequiredService<IOptions<AwsOptions>>().Value));
        services.TryAddSingleton(provider => AwsClients.Objects(provider.GetRequiredService<IOptions<AwsOptions>>().Value));
        services.AddSingleton(_ => new Jitter(new Random()));
        services.AddSingleton<ProcessCounters>();
        services.AddSingleton<AwsQueues>();
        services.AddSingleton<QueueDepth>();
        services.AddSingleton<S3Objects>();
        services.AddSingleton<FleetFile>();
        services.AddSingleton<AwsPresence>();
        services.AddSingleton<AwsResponseQueue>();
        services.AddSingleton<IRequestQueue, AwsRequestQueue>();
        services.AddSingleton<IResponseQueue>(provider => provider.GetRequiredService<AwsResponseQueue>());
        services.AddSingleton<IPresence>(provider => provider.GetRequiredService<AwsPresence>());
        services.AddSingleton<IObjectStore, S3ObjectStore>();
        services.AddSingleton<INamedObjects, NamedS3Objects>();
        services.AddSingleton<IJobStore, S3JobStore>();
        return services;
    }

    private static void AddTurns<T>(this IServiceCollection services, string what, TimeSpan pace, Func<T, Func<CancellationToken, Task>> turn)
        where T : notnull =>
        services.AddSingleton<IHostedService>(provider => new TurnService(
            what, pace, turn(provider.GetRequiredService<T>()), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TurnService>>()));
}
