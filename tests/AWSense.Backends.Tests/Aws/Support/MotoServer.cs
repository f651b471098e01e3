using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.SQS;
using AWSense.Backends.Aws.Query;

namespace AWSense.Backends.Tests.Aws.Support;

/// <summary>AWS on this machine, written by others (moto): queues, objects, Auto Scaling, EC2 and CloudWatch in one.</summary>
public sealed class MotoServer : IAsyncLifetime
{
    public const string Region = "us-east-1";

    private readonly HttpClient http = new();
    private Process? process;

    public Uri Address { get; private set; } = new("http://127.0.0.1:1");

    internal static AWSCredentials Credentials { get; } = new BasicAWSCredentials("test", "test");

    public async ValueTask InitializeAsync()
    {
        if (SharedTools.AreAbsent)
        {
            return;
        }

        Address = new($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(Path.Combine(SharedTools.Folder!, "moto-server")) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var began = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            Assert.False(process.HasExited, "moto-server ended at once.");
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(90), "moto-server didn't start within 90 s.");
            await Task.Delay(100);
        }
    }

    public ValueTask DisposeAsync()
    {
        process?.Kill(entireProcessTree: true);
        process?.Dispose();
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Skips the test where the server is absent.</summary>
    public void Require() => Assert.SkipWhen(process is null, "AWSENSE_SHARED names no folder with tools/moto-server.");

    public IAmazonS3 Objects() => new AmazonS3Client(
        Credentials, new AmazonS3Config { ServiceURL = Address.ToString(), AuthenticationRegion = Region, ForcePathStyle = true });

    public IAmazonSQS Queues() => new AmazonSQSClient(Credentials, new AmazonSQSConfig { ServiceURL = Address.ToString(), AuthenticationRegion = Region });

    internal QueryClient Client(QueryService service, TimeProvider? time = null) =>
        new(service, new(Address, Region), new(() => Credentials), http, time ?? TimeProvider.System, () => 0.5);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Address, "moto-api/"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

[CollectionDefinition(Name)]
public sealed class MotoCollection : ICollectionFixture<MotoServer>
{
    public const string Name = "moto";
}
