using AWSense.Core;
using AWSense.Core.Answers;
using AWSense.Core.Archive;
using AWSense.Core.Chaos;
using AWSense.Core.Limits;
using AWSense.Core.Results;
using AWSense.Vision.Classification;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;
using AWSense.Worker.Chaos;
using AWSense.Worker.Draining;
using AWSense.Worker.Handling;
using AWSense.Worker.Leases;
using AWSense.Worker.Presence;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AWSense.Worker;

/// <summary>Registers a worker.</summary>
public static class WorkerServices
{
    /// <summary>Adds the lease loop and all it needs but the ports of a backend.</summary>
    /// <param name="models">The models that the worker can answer with.</param>
    public static IServiceCollection AddAWSenseWorker(this IServiceCollection services, IConfiguration configuration, InstalledModels models)
    {
        services.AddChecked<WorkerOptions>(configuration, WorkerOptions.Section);
        services.AddChecked<LeaseOptions>(configuration, LeaseOptions.Section);
        services.AddChecked<LimitOptions>(configuration, LimitOptions.Section);
        services.AddOptions<ChaosOptions>().Bind(configuration.GetSection(ChaosOptions.Section));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(ProcessEnd.Native);
        services.AddSingleton<Settlement>();
        services.TryAddSingleton<IRequestEnding, StepwiseEnding>();
        services.AddSingleton(_ => new ClassifierCache(models));
        services.AddSingleton(provider => new PictureDecoder(provider.GetRequiredService<IOptions<LimitOptions>>().Value.PixelsMax));
        services.AddSingleton<WorkerActivity>();
        services.AddSingleton<PrefetchDepth>();
        services.AddSingleton<WorkerPlaces>();
        services.AddSingleton<LeaseReturn>();
        services.AddSingleton<ChaosMonkey>();
        services.AddSingleton<PictureArchive>();
        services.AddSingleton<InferenceSlots>();
        services.AddSingleton<ComputeThreads>();
        services.AddSingleton<PictureClassifier>();
        services.AddSingleton<SuspectReview>();
        services.AddSingleton(models);
        services.AddChecked<CacheOptions>(configuration, CacheOptions.Section);
        services.AddSingleton<AnswerCache>();
        services.AddSingleton<AnswerKeeper>();
        services.AddChecked<LayoutOptions>(configuration, LayoutOptions.Section);
        services.AddSingleton<FileNameLayout>();
        services.AddSingleton<NamedLabels>();
        services.AddSingleton<OutcomeArchive>();
        services.AddSingleton<OutcomeDelivery>();
        services.AddSingleton<HangResponse>();
        services.AddMetrics();
        services.AddSingleton<RequestHandler>();
        services.AddSingleton<RequestBoundary>();
        services.AddSingleton<WorkInHand>();
        services.AddSingleton<InteractivePlace>();

        // Stopped in the reverse order: leases are kept, and the state is told, until the last request is out of hand.
        services.AddHostedService<PresenceReporter>();
        services.AddHostedService<LeaseRenewal>();
        services.AddHostedService<LeaseLoop>();
        return services;
    }

    /// <summary>Adds what drains the worker when its EC2 instance is to go. Added before the worker, so that it is stopped after it.</summary>
    public static IServiceCollection AddInstanceDrain(this IServiceCollection services)
    {
        services.AddSingleton<LastResort>();
        services.AddHostedService<InstanceDrain>();
        return services;
    }
}
