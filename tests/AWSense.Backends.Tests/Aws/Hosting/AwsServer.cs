using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace AWSense.Backends.Tests.Aws.Hosting;

/// <summary>A server that speaks AWS's protocols, written by others, in a process of its own; or the reason why there is none.</summary>
public abstract class AwsServer : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private Process? process;
    private string? absent;

    /// <summary>The root of the repository.</summary>
    protected static string Root { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "..", "..", "..", ".."));

    private Uri? address;

    /// <summary>Where it listens. Skips the test when it doesn't.</summary>
    public Uri Address
    {
        get
        {
            Assert.SkipUnless(absent is null, absent ?? "");
            return address!;
        }
    }

    /// <summary>How it is started; or why it can't be.</summary>
    protected abstract (string Program, string[] Arguments, string? Absent) Command(int port);

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        (var program, var arguments, absent) = Command(port);
        if (absent is not null)
        {
            return;
        }

        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        address = new($"http://127.0.0.1:{port}");
        await WaitAsync(port);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task WaitAsync(int port)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Patience && !process!.HasExited)
        {
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException($"{process!.StartInfo.FileName} doesn't listen on {port}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>fauxqs: fast, counts exactly, and doesn't enforce conditional writes.</summary>
public sealed class FauxqsServer : AwsServer
{
    protected override (string Program, string[] Arguments, string? Absent) Command(int port)
    {
        var tools = Path.Combine(Root, "tools");
        var absent = Directory.Exists(Path.Combine(tools, "node_modules", "fauxqs"))
            ? null
            : "fauxqs isn't installed: it needs node, and then npm ci in the folder tools.";
        return ("node", [Path.Combine(tools, "fauxqs.mjs"), $"{port}"], absent);
    }
}

/// <summary>moto: slow, and enforces conditional writes.</summary>
public sealed class MotoServer : AwsServer
{
    protected override (string Program, string[] Arguments, string? Absent) Command(int port)
    {
        var program = Path.Combine(Environment.GetEnvironmentVariable("AWSENSE_SHARED") ?? "", "tools", "moto-server");
        return (program, [$"{port}"], File.Exists(program) ? null : "moto isn't here: AWSENSE_SHARED names no folder with tools/moto-server.");
    }
}

/// <summary>Tests on fauxqs, one after the other: leases of seconds need a machine that isn't busy.</summary>
[CollectionDefinition(Name)]
public sealed class OnFauxqs : ICollectionFixture<FauxqsServer>
{
    public const string Name = "fauxqs";
}

/// <summary>Tests on moto, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnMoto : ICollectionFixture<MotoServer>
{
    public const string Name = "moto";
}
