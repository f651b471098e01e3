using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;
using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Presence;
using AWSense.Backends.Aws.Setup;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Backends.Tests.Aws.Hosting;

/// <summary>The backend on a server that speaks AWS's protocols, with queues and a bucket of its own.</summary>
internal sealed class AwsBackend : Backend
{
    private readonly ServiceProvider services;
    private readonly CancellationTokenSource ending = new();
    private Task collecting = Task.CompletedTask;

    private AwsBackend(Uri address, string prefix, BackendSetup setup, bool oneWriteAtATime)
    {
        Calls = new(oneWriteAtATime);
        Dictionary<string, string?> settings = new()
        {
            ["Aws:Prefix"] = prefix,
            ["Aws:Bucket"] = $"{prefix}-bucket",
            ["Aws:Region"] = "us-east-1",
            ["Limits:QueueDepthMax"] = setup.Limits.QueueDepthMax.ToString(CultureInfo.InvariantCulture),
            ["Lease:Duration"] = setup.Leases.Duration.ToString("c", CultureInfo.InvariantCulture),
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var collection = new ServiceCollection();
        collection.AddSingleton<IAmazonSQS>(Queues(address));
        collection.AddSingleton<IAmazonS3>(Objects(address));
        collection.AddAwsWebBackend(configuration);
        collection.AddAwsSetup(configuration);
        services = collection.BuildServiceProvider();
    }

    public CallLog Calls { get; }

    public override IRequestQueue Requests => Get<IRequestQueue>();

    public override IJobStore Jobs => Get<IJobStore>();

    public override IPresence Presence => Get<IPresence>();

    public override ISignalSource Signals => Get<ISignalSource>();

    public override IResponseQueue WebResponses => Get<IResponseQueue>();

    public override IResponseQueue WorkerResponses => Get<IResponseQueue>();

    public IObjectStore Archive => Get<IObjectStore>();

    /// <summary>A backend whose queues and bucket are made.</summary>
    public static async Task<AwsBackend> StartAsync(AwsServer server, BackendSetup? setup = null)
    {
        var backend = new AwsBackend(server.Address, $"t{Guid.NewGuid():N}"[..20], setup ?? new(), oneWriteAtATime: server is MotoServer);
        await backend.Get<AwsSetup>().RunAsync(TestContext.Current.CancellationToken);
        backend.collecting = backend.CollectAsync();
        return backend;
    }

    /// <summary>A backend on queues and a bucket that are there.</summary>
    public static AwsBackend Open(Uri address, string prefix) => new(address, prefix, new(), oneWriteAtATime: false);

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public override Task PassAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    public override async Task BreakAsync()
    {
        await StopCollectingAsync();
        Calls.IsCutOff = true;
    }

    public override async ValueTask DisposeAsync()
    {
        await StopCollectingAsync();
        await services.DisposeAsync();
        Calls.Dispose();
        ending.Dispose();
    }

    private async Task StopCollectingAsync()
    {
        await ending.CancelAsync();
        await collecting;
    }

    private async Task CollectAsync()
    {
        try
        {
            while (true)
            {
                await Get<PresenceCollector>().TurnAsync(TimeSpan.FromSeconds(1), ending.Token);
                await Task.Delay(200, ending.Token);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private AmazonSQSClient Queues(Uri address)
    {
        var config = AwsClients.QueuesConfig(new() { Region = "us-east-1" });
        Redirect(config, address);
        return new AmazonSQSClient(new BasicAWSCredentials("test", "test"), config);
    }

    private AmazonS3Client Objects(Uri address)
    {
        var config = AwsClients.ObjectsConfig(new() { Region = "us-east-1" });
        config.ForcePathStyle = true;
        Redirect(config, address);
        return new AmazonS3Client(new BasicAWSCredentials("test", "test"), config);
    }

    private void Redirect(ClientConfig config, Uri address)
    {
        config.ServiceURL = address.ToString();
        config.AuthenticationRegion = "us-east-1";
        config.HttpClientFactory = Calls;
    }
}
