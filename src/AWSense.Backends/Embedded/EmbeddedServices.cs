using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Embedded.Data;
using AWSense.Backends.Embedded.Fleet;
using AWSense.Backends.Embedded.Wire;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Chaos;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Results;
using AWSense.Core.Telemetry;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Embedded;

/// <summary>Registers the embedded backend.</summary>
public static class EmbeddedServices
{
    private static readonly QueueIdentity Identity = new("awsense", "interactive", "bulk");

    /// <summary>Adds the ports for the process that has the broker, and the fleet of its workers.</summary>
    /// <param name="data">The data folder, held by this process.</param>
    /// <param name="broker">The broker of that folder.</param>
    /// <param name="launcher">How a worker is started.</param>
    /// <param name="policy">The policy that steers the fleet.</param>
    public static IServiceCollection AddEmbeddedBackend(
        this IServiceCollection services,
        IConfiguration configuration,
        DataFolder data,
        EmbeddedBroker broker,
        WorkerLauncher launcher,
        ScalingPolicy policy)
    {
        services.AddArchive(configuration, data.Archive);
        services.AddChecked<FleetOptions>(configuration, FleetOptions.Section);
        services.AddSingleton(broker);
        services.AddSingleton(broker.Requests);
        services.AddSingleton(broker.Responses);
        services.AddSingleton(broker.Jobs);
        services.AddSingleton(broker.Beginning);
        services.AddSingleton(broker.Presence);
        services.AddSingleton<ISignalSource>(broker);
        services.AddSingleton(Identity);
        services.AddHostedService<DiskGauge>();
        services.AddSingleton(launcher);
        services.AddSingleton(policy.Drain);
        services.AddSingleton<ProcessFleet>();
        services.AddSingleton<IFleet>(provider => provider.GetRequiredService<ProcessFleet>());
        services.AddHostedService<Retention>();
        services.AddHostedService(provider => provider.GetRequiredService<ProcessFleet>());
        services.AddScaling(policy);
        return services;
    }

    /// <summary>Adds the ports for a worker's process.</summary>
    /// <param name="connection">To the broker.</param>
    /// <param name="dataFolder">The service's data folder, whose archive the worker uses directly.</param>
    public static IServiceCollection AddEmbeddedWorkerBackend(
        this IServiceCollection services, IConfiguration configuration, BrokerConnection connection, string dataFolder)
    {
        services.AddArchive(configuration, DataFolder.ArchiveOf(dataFolder));
        services.AddSingleton<IRequestQueue>(new RemoteQueue(connection));
        services.AddSingleton<IResponseQueue>(new RemoteResponses(connection));
        services.AddSingleton<IJobStore>(new RemoteJobs(connection));
        services.AddSingleton<IPresence>(new RemotePresence(connection));
        services.AddSingleton<IRequestEnding>(new RemoteEnding(connection));
        services.AddSingleton(Identity);
        return services;
    }

    private static void AddArchive(this IServiceCollection services, IConfiguration configuration, string folder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddChecked<RetentionOptions>(configuration, RetentionOptions.Section);
        var fullWhile = configuration[$"{ChaosOptions.Section}:{nameof(ChaosOptions.DiskFullWhile)}"];
        services.AddSingleton(provider => new FileObjectStore(
            folder, provider.GetRequiredService<IOptions<RetentionOptions>>().Value, provider.GetRequiredService<TimeProvider>(), fullWhile));
        services.AddSingleton<IObjectStore>(provider => provider.GetRequiredService<FileObjectStore>());
        services.AddSingleton(_ => new NamedFiles(folder));
        services.AddSingleton<INamedObjects>(provider => provider.GetRequiredService<NamedFiles>());
    }
}
