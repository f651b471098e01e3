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

    /// <summary>For all but pictures.</summary>
    public HttpClient Http => http;

    /// <summary>Resident memory of the web tier's process, which has the broker, too.</summary>
    public double WebMegabytes => double.Parse(
        File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS", StringComparison.Ordinal)).Split(' ')[^2]) / 1024;

    public static string Program => Path.Combine(AppContext.BaseDirectory, "awsense");

    /// <param name="settings">Settings of the service, such as <c>("AWSENSE__Limits__UploadBytesMax", "4096")</c>.</param>
    public static Task<BenchmarkService> StartAsync(int workers, params (string Name, string Value)[] settings) => StartAsync(Program, workers, settings);

    /// <param name="program">The <c>awsense</c> to start.</param>
    /// <inheritdoc cref="StartAsync(int, ValueTuple{string, string}[])"/>
    public static Task<BenchmarkService> StartAsync(string program, int workers, params (string Name, string Value)[] settings) =>
        StartAsync((data, address) =>
        {
            var start = new ProcessStartInfo(program, ["up", "--data", data, "--urls", address.ToString(), "--workers", $"{workers}"]);
            start.Environment["AWSENSE__Cache__Enabled"] = "false"; // the same pictures are sent many times
            foreach (var (name, value) in settings)
            {
                start.Environment[name] = value;
            }

            return start;
        }, workers);

    /// <summary>Starts a <see cref="BareServer"/> in place of the service.</summary>
    public static Task<BenchmarkService> StartBareAsync() => StartAsync((_, address) => new(Environment.ProcessPath!, ["bare", address.ToString()]), workers: 0);

    /// <summary>Sends the pictures in turn from that many clients for that long.</summary>
    /// <returns>Answers a second.</returns>
    public Task<double> SendForAsync(IReadOnlyList<byte[]> pictures, int clients, TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        return SendAsync(number => Stopwatch.GetElapsedTime(began) < time ? pictures[number % pictures.Count] : null, clients);
    }

    /// <summary>Sends pictures from that many clients, each on a thread of its own.</summary>
    /// <param name="picture">The picture of a number, counted from 0; null when there are no more.</param>
    /// <returns>Answers a second.</returns>
    public async Task<double> SendAsync(Func<int, byte[]?> picture, int clients)
    {
        var last = -1;
        var answers = 0;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Factory.StartNew(Send, TaskCreationOptions.LongRunning)));
        return answers / Stopwatch.GetElapsedTime(began).TotalSeconds;

        void Send()
        {
            using var client = Connect();
            while (picture(Interlocked.Increment(ref last)) is { } next)
            {
                client.Classify(next);
                Interlocked.Increment(ref answers);
            }
        }
    }

    /// <summary>A client of it.</summary>
    public BenchmarkClient Connect() => new(Address);

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

    private static async Task<BenchmarkService> StartAsync(Func<string, Uri, ProcessStartInfo> startOf, int workers)
    {
        var data = Directory.CreateTempSubdirectory("awsense-bench-").FullName;
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = startOf(data, address);
        start.RedirectStandardOutput = true;
        var service = new BenchmarkService(Process.Start(start)!, data, address);
        try
        {
            await service.WaitUntilReadyAsync(workers);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
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
