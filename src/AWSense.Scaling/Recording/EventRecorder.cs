using System.Text.Json;
using System.Threading.Channels;
using AWSense.Core.Fleet;
using Microsoft.Extensions.Logging;

namespace AWSense.Scaling.Recording;

/// <summary>Writes down what happens to requests and workers, a line of JSON each. Thread-safe; who tells it something never waits for the disk.</summary>
/// <remarks>
/// Lines reach the file within a moment, so a kill loses no more than that. When the file has reached its bound, can't be written or isn't
/// written fast enough, the recording ends, which is logged; what is in it then is whole up to there.
/// </remarks>
public sealed partial class EventRecorder : IAsyncDisposable
{
    private const int UnwrittenMax = 100_000;
    private const int NamesMax = 99;

    private readonly Channel<RecordedEvent> unwritten = Channel.CreateBounded<RecordedEvent>(
        new BoundedChannelOptions(UnwrittenMax) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Dictionary<string, SlotClock> clocks = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly FileStream file;
    private readonly DateTimeOffset started;
    private readonly long bytesMax;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Task writing;

    private EventRecorder(FileStream file, string policy, long bytesMax, TimeProvider time, ILogger logger)
    {
        this.file = file;
        this.bytesMax = bytesMax;
        this.time = time;
        this.logger = logger;
        started = time.GetUtcNow();
        file.Write(Line(new RecordingHeader(RecordingHeader.CurrentFormat, started, policy), RecordingJson.Default.RecordingHeader));
        LogStarted(file.Name, bytesMax);
        writing = Task.Run(WriteAsync);
    }

    /// <summary>The file that is written.</summary>
    public string Path => file.Name;

    /// <summary>Begins a recording.</summary>
    /// <param name="policy">Name of the policy that steers.</param>
    /// <exception cref="IOException">The file can't be made.</exception>
    public static EventRecorder Start(string path, long bytesMax, string policy, TimeProvider time, ILogger<EventRecorder> logger) =>
        new(Create(System.IO.Path.GetFullPath(path)), policy, bytesMax, time, logger);

    /// <summary>Something happened just now.</summary>
    public void Happened(RecordedEventKind kind, string? worker = null, long? request = null)
    {
        lock (gate)
        {
            var at = time.GetUtcNow() - started;
            Write(new() { At = at, Kind = kind, Worker = worker, Request = request, Seconds = worker is null ? 0 : SlotSeconds(kind, worker, at) });
        }
    }

    /// <summary>A worker has told its state; what is new in it is written.</summary>
    /// <param name="before">What it had told before; null at the first time.</param>
    public void Told(WorkerStatus? before, WorkerStatus now)
    {
        if (before is null)
        {
            lock (gate)
            {
                ClockOf(now.WorkerId).Slots = now.Slots;
            }

            Happened(RecordedEventKind.Booting, now.WorkerId);
        }

        if (before?.ReadyAt is null && now.ReadyAt is not null)
        {
            Happened(RecordedEventKind.Ready, now.WorkerId);
        }

        if (before?.State != now.State && now.State is WorkerState.Idle or WorkerState.Busy)
        {
            Happened(now.State == WorkerState.Idle ? RecordedEventKind.Idle : RecordedEventKind.Busy, now.WorkerId);
        }
    }

    /// <summary>A turn of the controller, with the time that it began at.</summary>
    /// <param name="desired">What was decided; null where nothing was.</param>
    public void Turned(RecordedEventKind kind, DateTimeOffset at, int? desired = null, string? reason = null)
    {
        lock (gate)
        {
            Write(new() { At = at - started, Kind = kind, Desired = desired, Reason = reason });
        }
    }

    /// <summary>Writes what was told, and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        unwritten.Writer.TryComplete();
        await writing;
    }

    private static FileStream Create(string path)
    {
        for (var number = 1; number <= NamesMax; number++)
        {
            var name = number == 1 ? path : System.IO.Path.ChangeExtension(path, null) + $"-{number}" + System.IO.Path.GetExtension(path);
            if (!File.Exists(name))
            {
                return new(name, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            }
        }

        throw new IOException($"{path} and {NamesMax - 1} more of that name exist already. Remove some, or give another name for the recording.");
    }

    private static byte[] Line<T>(T value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];

    private double SlotSeconds(RecordedEventKind kind, string worker, TimeSpan now)
    {
        switch (kind)
        {
            case RecordedEventKind.Started:
                ClockOf(worker).Start(now);
                return 0;
            case RecordedEventKind.Completed:
                return ClockOf(worker).Complete(now);
            case RecordedEventKind.LeaseEnded when clocks.TryGetValue(worker, out var clock): // else it has gone already
                clock.End(now);
                return 0;
            case RecordedEventKind.Gone:
                clocks.Remove(worker);
                return 0;
            default:
                return 0;
        }
    }

    private SlotClock ClockOf(string worker)
    {
        if (!clocks.TryGetValue(worker, out var clock))
        {
            clocks[worker] = clock = new();
        }

        return clock;
    }

    private void Write(RecordedEvent happened)
    {
        // False when the recording has ended, or the disk is that far behind. A recording with a gap would tell of another run.
        if (!unwritten.Writer.TryWrite(happened) && unwritten.Writer.TryComplete())
        {
            LogEnded(file.Name, $"the disk is {UnwrittenMax} events behind");
        }
    }

    private async Task WriteAsync()
    {
        await using var closing = file;
        try
        {
            while (await unwritten.Reader.WaitToReadAsync())
            {
                while (unwritten.Reader.TryRead(out var happened))
                {
                    var line = Line(happened, RecordingJson.Default.RecordedEvent);
                    if (file.Position + line.Length > bytesMax)
                    {
                        End($"it has reached {bytesMax} bytes (Recording:BytesMax)");
                        return;
                    }

                    await file.WriteAsync(line);
                }

                await file.FlushAsync();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The service matters more than its recording, which ends here.
            End(exception.Message);
        }
    }

    private void End(string why)
    {
        unwritten.Writer.TryComplete();
        LogEnded(file.Name, why);
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Information, Message = "Scaling events are recorded in {File}, up to {BytesMax} bytes.")]
    private partial void LogStarted(string file, long bytesMax);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "The recording {File} ends early: {Why}.")]
    private partial void LogEnded(string file, string why);
}
