using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Instance;
using AWSense.Core.Fleet;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Tests.Aws.Fleet;

/// <summary>What web instances and workers get from their settings.</summary>
public sealed class RegistrationTests
{
    private static readonly ScalingPolicy Policy = new() { Rule = new FixedRule { Capacity = 1 } };

    [Fact]
    public async Task A_web_instance_with_a_group_steers_it_by_its_policy()
    {
        var configuration = Configuration(("AutoScaling:Group", "workers"));
        await using var services = new ServiceCollection().AddAutoScalingFleet(configuration, Policy).AddAwsWebBackend(configuration).BuildServiceProvider();

        Assert.IsType<AutoScalingFleet>(services.GetRequiredService<IFleet>());
        Assert.Same(Policy, services.GetRequiredService<ScalingPolicy>());
        Assert.Equal("workers", services.GetRequiredService<SteeredGroup>().Name);
        Assert.Equal(
            [typeof(FleetDuties), typeof(CapacityPublisher), typeof(ScalingController)],
            services.GetServices<IHostedService>().Select(service => service.GetType()).Where(type => type != typeof(TurnService)));
    }

    [Fact]
    public async Task A_group_without_a_name_is_told()
    {
        await using var services = new ServiceCollection().AddAutoScalingFleet(Configuration(), Policy).BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<AutoScalingOptions>>().Value);
        Assert.Equal("AutoScaling:Group is missing: the Auto Scaling group of the workers.", exception.Message);
    }

    [Fact]
    public async Task A_worker_on_an_instance_sees_its_orders()
    {
        using var http = new HttpClient { BaseAddress = new("http://127.0.0.1:1") };
        var configuration = Configuration();
        await using var services = new ServiceCollection()
            .AddAwsWorkerBackend(configuration).AddInstance(configuration, new(http, TimeProvider.System)).BuildServiceProvider();

        Assert.Null(services.GetRequiredService<InstanceOrders>().Received);
        Assert.False(await services.GetRequiredService<InstanceExit>().LeaveAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(services.GetRequiredService<TerminationHook>());
    }

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Append(("Aws:Bucket", "pictures")).Append(("Aws:Region", "us-east-1")).ToDictionary(pair => pair.Item1, string? (pair) => pair.Item2))
        .Build();
}
