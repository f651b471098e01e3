using Amazon.S3;
using Amazon.SQS;
using AWSense.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws;

/// <summary>Registers the backend on AWS.</summary>
public static class AwsServices
{
    /// <summary>Adds the ports for a worker's process.</summary>
    public static IServiceCollection AddAwsWorkerBackend(this IServiceCollection services, IConfiguration configuration) =>
        services.AddPorts(configuration);

    /// <summary>Adds the ports for a web instance's process. A fleet that is registered before is left as it is.</summary>
    public static IServiceCollection AddAwsWebBackend(this IServiceCollection services, IConfiguration configuration) =>
        services.AddPorts(configuration);

    private static IServiceCollection AddPorts(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddChecked<AwsOptions>(configuration, AwsOptions.Section);
        services.TryAddSingleton<IAmazonSQS>(provider => AwsClients.Queues(provider.GetRequiredService<IOptions<AwsOptions>>().Value));
        services.TryAddSingleton<IAmazonS3>(provider => AwsClients.Objects(provider.GetRequiredService<IOptions<AwsOptions>>().Value));
        return services;
    }
}
