using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AWSense.Hosting;

namespace AWSense.Proving;

/// <summary>The service of a run: <c>awsense up</c> in a process of its own that can be killed and started again.</summary>
/// <remarks>It runs below a shell that ends it when this process has gone, however that was, so that nothing is left behind.</remarks>
internal sealed class ChaosService : IAsyncDisposable
{
    // The shell ignores SIGINT, since a terminal sends that to all; its input ends with this process.
    private const string Guard = """
        trap '' INT
        "$@" & child=$!
        echo "pid $child"
        cat > /dev/null
        kill -9 "$child" 2> /dev/null
        wait
        """;

    private const int OutputMax = 200;

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    private readonly ChaosPlan plan;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly ConcurrentQueue<string> output = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly int port = FreePort();
    private Process? guard;

    public ChaosService(ChaosPlan plan, string dataFolder, IReadOnlyDictionary<string, string> environment)
    {
        (this.plan, this.environment, DataFolder) = (plan, environment, dataFolder);
        Address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
    }

    public Uri Address { get; }

    public string DataFolder { get; }

    /// <summary>The process of <c>awsense up</c>; 0 while there is none.</summary>
    public int ProcessId { get; private set; }

    /// <summary>What it has printed last.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts it, and waits until a worker is warm.</summary>
    /// <exception cref="CommandFailedException">It doesn't get ready.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        guard = new() { StartInfo = StartInfo() };
        guard.OutputDataReceived += (_, line) => Read(line.Data, started);
        guard.ErrorDataReceived += (_, line) => Read(line.Data, started);
        guard.Start();
        guard.BeginOutputReadLine();
        guard.BeginErrorReadLine();
        ProcessId = await started.Task.WaitAsync(StartPatience, TimeProvider.System, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(cancellationToken))
        {
            if (!LocalProcesses.IsRunning(ProcessId) || Stopwatch.GetElapsedTime(began) > StartPatience)
            {
                throw new CommandFailedException($"The service doesn't get ready. It said:\n{Output}");
            }

            await Task.Delay(Pace, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public Task KillAsync() => EndAsync(LocalProcesses.Sigkill);

    /// <summary>Asks it to end, and kills it if it doesn't.</summary>
    public Task StopAsync() => EndAsync(LocalProcesses.Sigterm);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(LocalProcesses.Sigkill);
        http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo(
            "sh",
            [
                "-c", Guard, "sh", .. OwnProgram.Command, "up", "--data", DataFolder, "--urls", Address.ToString(),
                "--workers", plan.Workers.ToString(CultureInfo.InvariantCulture),
            ])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private void Read(string? line, TaskCompletionSource<int> started)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith("pid ", StringComparison.Ordinal) && !started.Task.IsCompleted)
        {
            started.SetResult(int.Parse(line.AsSpan(4), CultureInfo.InvariantCulture));
            return;
        }

        output.Enqueue(line);
        while (output.Count > OutputMax)
        {
            output.TryDequeue(out _);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Address, "health/ready"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task EndAsync(int signal)
    {
        if (guard is null)
        {
            return;
        }

        var workers = LocalProcesses.WorkersOf(ProcessId);
        LocalProcesses.Signal(ProcessId, signal);
        var began = Stopwatch.GetTimestamp();
        while (LocalProcesses.IsRunning(ProcessId) && Stopwatch.GetElapsedTime(began) < EndPatience)
        {
            await Task.Delay(Pace, TimeProvider.System);
        }

        guard.StandardInput.Close(); // the shell kills what is left, and ends
        await guard.WaitForExitAsync();
        guard.Dispose();
        (guard, ProcessId) = (null, 0);

        // Workers end by themselves within two seconds; one that stands still can't.
        foreach (var worker in workers)
        {
            LocalProcesses.Signal(worker, LocalProcesses.Sigcont);
        }
    }
}
