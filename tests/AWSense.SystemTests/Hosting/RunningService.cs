using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace AWSense.SystemTests.Hosting;

/// <summary>A real <c>awsense up</c> in its own process, on a free port of the loopback, with a data folder of its own.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output;
    private readonly bool ownsData;

    private RunningService(Process process, ConcurrentQueue<string> output, Uri address, string dataFolder, bool ownsData)
    {
        this.process = process;
        this.output = output;
        this.ownsData = ownsData;
        Address = address;
        DataFolder = dataFolder;
        Http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1000 }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address { get; }

    public string DataFolder { get; }

    public HttpClient Http { get; }

    public int ProcessId => process.Id;

    /// <summary>Everything it has printed.</summary>
    public string Output => string.Join('\n', output);

    public static string Program => Path.Combine(AppContext.BaseDirectory, "awsense");

    /// <summary>Starts the service and waits until it is ready.</summary>
    public static async Task<RunningService> StartAsync(
        int workers = 2, string? dataFolder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var service = Launch(workers, dataFolder, environment);
        await service.WaitUntilReadyAsync();
        return service;
    }

    /// <summary>Starts a service whose workers a policy steers, and waits until it is ready.</summary>
    /// <param name="options">What <c>up</c> is told besides its data and its address.</param>
    public static async Task<RunningService> StartSteeredAsync(params string[] options)
    {
        var service = Launch(options, dataFolder: null, environment: null, urls: null);
        await service.WaitUntilReadyAsync();
        return service;
    }

    /// <summary>Starts the service without waiting.</summary>
    public static RunningService Launch(
        int workers, string? dataFolder, IReadOnlyDictionary<string, string>? environment, string? urls = null) =>
        Launch(["--workers", $"{workers}"], dataFolder, environment, urls);

    private static RunningService Launch(
        string[] options, string? dataFolder, IReadOnlyDictionary<string, string>? environment, string? urls)
    {
        var data = dataFolder ?? Path.Combine(Path.GetTempPath(), $"awsense-test-{Guid.NewGuid():N}");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");

        // A shell may have had the tests ignore SIGINT, which children inherit; env becomes the program itself.
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in (string[])["--default-signal=INT", Program, "up", "--data", data, "--urls", urls ?? address.ToString(), .. options])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["AWSENSE__Cache__Enabled"] = "false"; // tests send the same pictures many times
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var output = new ConcurrentQueue<string>();
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process, output, address, data, ownsData: dataFolder is null);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        using var end = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(end.Token);
        return process.ExitCode;
    }

    /// <summary>The kill that no handler sees.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as Ctrl-C or a service manager does.</summary>
    public void Signal(string signal) => Processes.Signal(ProcessId, signal);

    public async Task WaitUntilReadyAsync() => await Eventually.Async(
        async () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The service ended with {process.ExitCode}:\n{Output}");
            }

            try
            {
                using var response = await Http.GetAsync("/health/ready");
                return response.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        },
        Patience,
        () => $"The service isn't ready:\n{Output}");

    /// <summary>Uploads as the older of the two old generators does.</summary>
    public async Task<HttpResponseMessage> UploadAsync(byte[] picture, string fileName, string field = "myfile", CancellationToken cancellationToken = default)
    {
        using var content = new MultipartFormDataContent();
        var part = new ByteArrayContent(picture);
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = field, FileName = fileName };
        content.Add(part);
        return await Http.PostAsync("/", content, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!process.HasExited)
        {
            Signal("TERM");
            try
            {
                await WaitForExitAsync(TimeSpan.FromSeconds(30));
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        process.Dispose();
        if (ownsData && Directory.Exists(DataFolder))
        {
            Directory.Delete(DataFolder, recursive: true);
        }
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
