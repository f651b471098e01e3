using AWSense.Core.Fleet;
using AWSense.Scaling.Recording;
using AWSense.Scaling.Simulation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Scaling.Tests.Recording;

/// <summary>The file of a live run: written, bounded, cut off and read again.</summary>
public sealed class EventRecorderTests : IDisposable, ILogger<EventRecorder>
{
    private readonly string folder = Directory.CreateTempSubdirectory("awsense-recording-").FullName;
    private readonly FakeTimeProvider time = new();
    private readonly List<string> said = [];

    private string File => Path.Combine(folder, "run.jsonl");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_is_written_is_read_again()
    {
        await using (var recorder = Start())
        {
            recorder.Happened(RecordedEventKind.Arrived, request: 7);
            Later(0.1234567);
            recorder.Happened(RecordedEventKind.Ordered, "a");
            recorder.Turned(RecordedEventKind.Decided, time.GetUtcNow() - TimeSpan.FromSeconds(0.1), 3, "why");
        }

        var recording = EventRecording.Read(File);
        Assert.Equal((RecordingHeader.CurrentFormat, "some policy"), (recording.Header.Format, recording.Header.Policy));
        RecordedEvent[] expected =
        [
            new() { At = TimeSpan.Zero, Kind = RecordedEventKind.Arrived, Request = 7 },
            new() { At = TimeSpan.FromSeconds(0.0234567), Kind = RecordedEventKind.Decided, Desired = 3, Reason = "why" },
            new() { At = TimeSpan.FromSeconds(0.1234567), Kind = RecordedEventKind.Ordered, Worker = "a" },
        ];
        Assert.Equal(expected, recording.Events);
    }

    [Fact]
    public async Task A_request_counts_for_as_long_as_it_kept_a_slot_busy()
    {
        await using (var recorder = Start())
        {
            // Of two requests in hand at one slot the second waits: 3 s and 2 s, then 4 s that end with nothing done, and 1 s.
            Tell(recorder, RecordedEventKind.Started, 1);
            Later(1);
            Tell(recorder, RecordedEventKind.Started, 2);
            Later(2);
            Tell(recorder, RecordedEventKind.Completed, 1);
            Later(2);
            Tell(recorder, RecordedEventKind.Completed, 2);
            Later(10);
            Tell(recorder, RecordedEventKind.Started, 3);
            Later(1);
            Tell(recorder, RecordedEventKind.Completed, 3);
        }

        var workload = WorkloadFile.Read(File, Distribution.Constant(9), seed: 1);
        Assert.Equal([0, 1, 15], workload.Arrivals);
        Assert.Equal([3, 2, 1], workload.Services);
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(16), "run"), (workload.Overhead, workload.Horizon, workload.Name));
    }

    [Fact]
    public async Task Slots_side_by_side_are_busy_each()
    {
        await using (var recorder = Start())
        {
            recorder.Told(null, Word(WorkerState.Idle, slots: 2));
            Tell(recorder, RecordedEventKind.Started, 1);
            Tell(recorder, RecordedEventKind.Started, 2);
            Later(3);
            Tell(recorder, RecordedEventKind.LeaseEnded, 1);
            Later(2);
            Tell(recorder, RecordedEventKind.Completed, 2);
        }

        Assert.Equal(8, EventRecording.Read(File).Events[^1].Seconds);
    }

    [Fact]
    public async Task Of_a_workers_words_only_what_is_new_is_written()
    {
        await using (var recorder = Start())
        {
            WorkerStatus?[] words = [null, Word(WorkerState.Booting), Word(WorkerState.Idle), Word(WorkerState.Idle), Word(WorkerState.Busy), Word(WorkerState.Draining)];
            foreach (var (before, now) in words.Zip(words.Skip(1)))
            {
                recorder.Told(before, now!);
            }
        }

        Assert.Equal(
            [RecordedEventKind.Booting, RecordedEventKind.Ready, RecordedEventKind.Idle, RecordedEventKind.Busy],
            EventRecording.Read(File).Events.Select(happened => happened.Kind));
    }

    [Fact]
    public async Task It_ends_at_its_bound_says_so_once_and_what_is_there_is_whole()
    {
        await using (var recorder = Start(bytesMax: 4096))
        {
            for (var request = 0; request < 1000; request++)
            {
                recorder.Happened(RecordedEventKind.Arrived, request: request);
            }
        }

        var kept = EventRecording.Read(File).Events.Select(happened => happened.Request).ToList();
        Assert.InRange(new FileInfo(File).Length, 4000, 4096);
        Assert.Equal(Enumerable.Range(0, kept.Count).Select(request => (long?)request), kept);
        Assert.Single(said, line => line.Contains("ends early: it has reached 4096 bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_that_a_kill_cut_off_is_left_out_and_a_broken_one_before_it_is_told()
    {
        await using (var recorder = Start())
        {
            recorder.Happened(RecordedEventKind.Arrived, request: 1);
        }

        await System.IO.File.AppendAllTextAsync(File, "{\"at\":1,\"eve", TestContext.Current.CancellationToken);
        Assert.Single(EventRecording.Read(File).Events);

        await System.IO.File.AppendAllTextAsync(File, "\n{\"at\":2,\"event\":\"arrived\"}\n", TestContext.Current.CancellationToken);
        Assert.Contains("line 3: ", Assert.Throws<InvalidDataException>(() => EventRecording.Read(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_exists_is_left_alone()
    {
        await System.IO.File.WriteAllTextAsync(File, "mine", TestContext.Current.CancellationToken);

        await using var recorder = Start();

        Assert.Equal("run-2.jsonl", Path.GetFileName(recorder.Path));
        Assert.Equal("mine", await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        said.Add(formatter(state, exception));

    private static void Tell(EventRecorder recorder, RecordedEventKind kind, long request) => recorder.Happened(kind, "a", request);

    private static WorkerStatus Word(WorkerState state, int slots = 1) =>
        new("a", state, slots, 1, "1", new(0, 0, 0), default, state == WorkerState.Booting ? null : DateTimeOffset.UnixEpoch, default);

    private void Later(double seconds) => time.Advance(TimeSpan.FromSeconds(seconds));

    private EventRecorder Start(long bytesMax = 1 << 20) => EventRecorder.Start(File, bytesMax, "some policy", time, this);
}
