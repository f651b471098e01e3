using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace AWSense.Benchmarks;

/// <summary>A real <c>awsense up</c> in a process of its own.</summary>
internal sealed class BenchmarkService : IAsyncDisposable
{
    private readonly Process process;
    private readonly string data;
    private readonly HttpClient http;

    private BenchmarkService(Process process, string data, Uri address)
    {
        this.process = process;
        this.data = data;
        Address = address;
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1024 }) { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>A client of it.</summary>
    public HttpClient Http => http;

    /// <summary>Resident memory of the web tier's process, which has the broker, too.</summary>
    public double WebMegabytes => double.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ')[^2]) / 1024;

    public static string Program => Path.Combine(AppContext.BaseDirectory, "awsense");

    /// <param name="settings">Settings of the service, such as <c>("AWSENSE__Limits__UploadBytesMax", "4096")</c>.</param>
    public static Task<BenchmarkService> StartAsync(int workers, params (string Name, string Value)[] settings) => StartAsync(Program, workers, settings);

    /// <param name="program">The <c>awsense</c> to start.</param>
    /// <inheritdoc cref="StartAsync(int, ValueTuple{string, string}[])"/>
    public static async Task<BenchmarkService> StartAsync(string program, int workers, params (string Name, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("awsense-bench-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo(program, ["up", "--data", data, "--urls", address.ToString(), "--workers", $"{workers}"]) { RedirectStandardOutput = true };
        start.Environment["AWSENSE__Cache__Enabled"] = "false"; // the same pictures are sent many times
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var service = new BenchmarkService(Process.Start(start)!, data, address);
        await service.WaitUntilReadyAsync(workers);
        return service;
    }

    /// <summary>Sends the pictures in turn from that many clients for that long.</summary>
    /// <returns>Answers a second.</returns>
    public async Task<double> SendForAsync(IReadOnlyList<byte[]> pictures, int clients, TimeSpan time)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                await ClassifyAsync(pictures[Interlocked.Increment(ref next) % pictures.Count], read: false);
            }
        }));
        return (next + 1) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public async Task<JsonNode> ClassifyAsync(byte[] picture, bool read = true)
    {
        using var response = await PostAsync(picture);
        return read ? await ReadAsync(response) : JsonValue.Create(0);
    }

    /// <summary>Sends a picture, and returns once its answer has come whole.</summary>
    public async Task<HttpResponseMessage> PostAsync(byte[] picture)
    {
        using var content = new ByteArrayContent(picture);
        var response = await http.PostAsync("/v1/classify", content);
        return response.EnsureSuccessStatusCode();
    }

    public static async Task<JsonNode> ReadAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonNode>())!;

    /// <summary>Resident memory of each worker.</summary>
    public IEnumerable<double> WorkerMegabytes() => Directory.EnumerateDirectories("/proc")
        .Select(folder => Path.Combine(folder, "status"))
        .Where(File.Exists)
        .Select(TryReadLines)
        .Where(status => status.Contains($"PPid:\t{process.Id}"))
        .Select(status => double.Parse(status.First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ')[^2]) / 1024);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(data, recursive: true);
    }

    private static string[] TryReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return []; // it has just ended
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync(int workers)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                var fleet = await http.GetFromJsonAsync<JsonNode>("/v1/fleet");
                if (fleet!["workers"]!.AsArray().Count(worker => (string?)worker!["state"] is "idle") >= workers)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(30))
            {
                // It doesn't listen yet.
            }

            await Task.Delay(20);
        }
    }
}
