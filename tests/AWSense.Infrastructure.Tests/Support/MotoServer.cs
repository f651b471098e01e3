using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AWSense.Infrastructure.Tests.Support;

/// <summary>A server of others that speaks AWS's protocols, on this machine; it ends with the test.</summary>
internal sealed class MotoServer : IAsyncDisposable
{
    private readonly Process process;

    private MotoServer(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>The interpreter that has AWS's own client; there once a tool has run.</summary>
    public static string Python => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : Path.Combine(Environment.GetEnvironmentVariable("HOME")!, ".cache"),
        "awsense-tools",
        "venv",
        "bin",
        "python");

    /// <summary>Starts it; skips the test where it isn't there.</summary>
    public static async Task<MotoServer> StartAsync()
    {
        var tool = SharedTools.Find("moto-server");
        var port = FreePort();
        var start = new ProcessStartInfo("bash", [tool, $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new MotoServer(process, new($"http://127.0.0.1:{port}"));
        await server.WaitAsync();
        return server;
    }

    /// <summary>From now on it takes unsigned calls as well, and asks no role for permission.</summary>
    public async Task CheckNoMoreAsync()
    {
        using var client = new HttpClient();
        using var all = new StringContent("inf");
        using var answer = await client.PostAsync(new Uri(Address, "/moto-api/reset-auth"), all);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>A port that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var until = Stopwatch.StartNew();
        while (until.Elapsed < TimeSpan.FromMinutes(2)) // its first start makes its environment
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "/moto-api/data.json"));
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }

        throw new TimeoutException("moto-server doesn't answer.");
    }
}
