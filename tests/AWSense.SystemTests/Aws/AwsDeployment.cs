using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Aws;

/// <summary>Queues and a bucket on a server that plays AWS, and processes that use them.</summary>
internal sealed class AwsDeployment : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, string> environment;
    private readonly List<AwsProcess> processes = [];
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 500 }) { Timeout = TimeSpan.FromMinutes(3) };

    private AwsDeployment(RecordingProxy proxy, IReadOnlyDictionary<string, string> settings)
    {
        Proxy = proxy;
        environment = new(StringComparer.Ordinal)
        {
            ["AWS_ENDPOINT_URL_SQS"] = proxy.Address,
            ["AWS_ENDPOINT_URL_S3"] = proxy.Address,
            ["AWS_REGION"] = "us-east-1",
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWSENSE__Backend"] = "aws",
            ["AWSENSE__Cache__Enabled"] = "false", // tests send the same pictures many times
            ["AWSENSE__Aws__Prefix"] = $"s{Guid.NewGuid():N}"[..16],
            ["AWSENSE__Aws__Bucket"] = "pictures",
            ["AWSENSE__Lease__Duration"] = "00:00:06",
            ["AWSENSE__Lease__Renewal"] = "00:00:02",
            ["AWSENSE__Lease__DecodeTimeout"] = "00:00:05",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }
    }

    public RecordingProxy Proxy { get; }

    /// <summary>What every process has printed.</summary>
    public string Output => string.Join("\n---\n", processes.Select(process => process.Output));

    /// <summary>Makes queues and bucket.</summary>
    public static async Task<AwsDeployment> StartAsync(AwsServer server, IReadOnlyDictionary<string, string>? settings = null)
    {
        var deployment = new AwsDeployment(await RecordingProxy.StartAsync(server.Address), settings ?? new Dictionary<string, string>());
        var (exitCode, output) = await deployment.RunAsync("aws", "init");
        Assert.True(exitCode == 0, output);
        return deployment;
    }

    /// <summary>Starts a worker.</summary>
    public AwsProcess StartWorker(string name) => Run("work", "--worker-id", name);

    /// <summary>Starts a web instance.</summary>
    public (AwsProcess Process, Uri Address) StartWeb()
    {
        var address = new Uri($"http://127.0.0.1:{RunningService.FreePort()}");
        return (Run("web", "--urls", address.ToString().TrimEnd('/')), address);
    }

    /// <summary>Waits until a web instance can have pictures classified.</summary>
    public async Task WaitUntilReadyAsync(Uri address)
    {
        var said = "";
        await Eventually.Async(
            async () =>
            {
                try
                {
                    using var response = await http.GetAsync(new Uri(address, "/health/ready"));
                    said = await response.Content.ReadAsStringAsync();
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            Patience,
            () => $"{address} isn't ready: {said}\n{Output}");
    }

    /// <summary>Uploads as one of the two kinds of old clients does: <c>myfile</c> or <c>inputFile</c>.</summary>
    public async Task<(HttpStatusCode Status, string Text)> UploadAsync(Uri address, string field, byte[] picture)
    {
        using var content = new MultipartFormDataContent();
        var part = new ByteArrayContent(picture);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = field, FileName = "test_0.JPEG" };
        content.Add(part);
        using var response = await http.PostAsync(address, content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a picture to be classified later.</summary>
    /// <returns>The job's id.</returns>
    public async Task<string> SubmitAsync(Uri address, byte[] picture, string query = "")
    {
        using var content = new ByteArrayContent(picture);
        content.Headers.ContentType = new("image/jpeg");
        using var response = await http.PostAsync(new Uri(address, $"/v1/jobs{query}"), content);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    /// <summary>All jobs.</summary>
    public async Task<IReadOnlyList<Job>> JobsAsync(Uri address)
    {
        var page = await http.GetFromJsonAsync<JsonNode>(new Uri(address, "/v1/jobs?limit=1000"));
        return [.. page!["jobs"]!.AsArray().Select(job => Job.Of(job!))];
    }

    public async Task<Job> JobAsync(Uri address, string id) => Job.Of((await http.GetFromJsonAsync<JsonNode>(new Uri(address, $"/v1/jobs/{id}")))!);

    /// <summary>What a web instance tells of the fleet, in words for a complaint.</summary>
    public Task<string> FleetAsync(Uri address) => http.GetStringAsync(new Uri(address, "/v1/fleet"));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            await process.DisposeAsync();
        }

        await Proxy.DisposeAsync();
        http.Dispose();
    }

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var process = Run(arguments);
        return (await process.WaitForExitAsync(), process.Output);
    }

    private AwsProcess Run(params string[] arguments)
    {
        var process = AwsProcess.Start(environment, arguments);
        processes.Add(process);
        return process;
    }
}
