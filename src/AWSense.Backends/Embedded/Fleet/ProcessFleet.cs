using System.ComponentModel;
using AWSense.Core.Fleet;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Backends.Embedded.Fleet;

/// <summary>A fleet of child processes <c>awsense work</c>: started, watched, restarted with growing delay, and drained with SIGTERM, or ended at once where the policy says so.</summary>
/// <remarks>Each place of the fleet is one loop that keeps a process in it for as long as the place is wanted.</remarks>
public sealed partial class ProcessFleet(
    WorkerLauncher launcher,
    IPresence presence,
    IOptions<FleetOptions> options,
    DrainSettings drain,
    TimeProvider time,
    ILogger<ProcessFleet> logger,
    EventRecorder? recorder = null) : IFleet, IHostedService
{
    private readonly Lock gate = new();
    private readonly List<Place> places = [];
    private readonly CrashLog crashes = new(options.Value.RestartDelayMax, time);
    private int lastId;

    /// <summary>Does nothing: whoever steers the fleet says how many workers it begins with.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Drains all workers; those that don't end in time, or within the host's patience, are killed. None is left behind.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var all = Close(0, [], DrainMode.Graceful);
        await using (cancellationToken.Register(() => KillAll(all)))
        {
            await Task.WhenAll(all.Select(place => place.Loop));
        }
    }

    public async Task SetDesiredAsync(int desiredWorkers, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(desiredWorkers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(desiredWorkers, options.Value.WorkersMax);
        var busy = (await presence.ReadAsync(cancellationToken))
            .Where(worker => worker.State == WorkerState.Busy)
            .Select(worker => worker.WorkerId)
            .ToHashSet();
        lock (gate)
        {
            for (var open = places.Count(place => place.Open); open < desiredWorkers; open++)
            {
                var place = new Place();
                places.Add(place);
                place.Loop = KeepAsync(place);
            }
        }

        Close(desiredWorkers, busy, drain.Mode);
    }

    public async Task<FleetStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var ready = (await presence.ReadAsync(cancellationToken))
            .Where(worker => worker.State is WorkerState.Idle or WorkerState.Busy)
            .Select(worker => worker.WorkerId)
            .ToHashSet();
        lock (gate)
        {
            var members = places
                .Select(place => place.Process)
                .OfType<WorkerProcess>()
                .OrderBy(process => process.StartedAt)
                .Select(process => new FleetMember(process.Id, StateOf(process, ready), process.StartedAt))
                .ToList();
            return new(
                places.Count(place => place.Open),
                options.Value.WorkersMax,
                members,
                crashes.Count,
                crashes.Count >= options.Value.UnhealthyCrashes ? $"Workers crashed {crashes.Count} times in the last minute." : null);
        }
    }

    private static FleetMemberState StateOf(WorkerProcess process, HashSet<string> ready) => process switch
    {
        { Draining: true } => FleetMemberState.Draining,
        _ when ready.Contains(process.Id) => FleetMemberState.InService,
        _ => FleetMemberState.Booting,
    };

    private List<Place> Close(int remaining, HashSet<string> busy, DrainMode mode)
    {
        lock (gate)
        {
            // Idle workers are given up first, and of those the youngest: a process costs nothing that an older one has paid already.
            var open = places.Where(place => place.Open);
            var keepFirst = drain.Victim == VictimOrder.OldestFirst
                ? open.OrderByDescending(place => place.Process?.StartedAt)
                : open.OrderByDescending(place => busy.Contains(place.WorkerId));
            foreach (var place in keepFirst.Skip(remaining).ToList())
            {
                place.Closing.Cancel();
                if (place.Process is { } process)
                {
                    recorder?.Happened(RecordedEventKind.Draining, process.Id);
                }

                if (mode == DrainMode.Kill)
                {
                    place.Process?.Kill();
                }
                else
                {
                    place.Process?.Drain();
                }
            }

            return [.. places];
        }
    }

    private void KillAll(IEnumerable<Place> all)
    {
        lock (gate)
        {
            foreach (var process in all.Select(place => place.Process).OfType<WorkerProcess>())
            {
                process.Kill();
            }
        }
    }

    private async Task KeepAsync(Place place)
    {
        await Task.Yield(); // The caller holds the gate.
        while (place.Open)
        {
            var delay = await RunOnceAsync(place);
            await Task.Delay(delay, time, place.Closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (gate)
        {
            places.Remove(place);
        }
    }

    /// <summary>Keeps one process in the place until it ends; returns how long to wait before the next.</summary>
    private async Task<TimeSpan> RunOnceAsync(Place place)
    {
        WorkerProcess? process;
        try
        {
            process = Occupy(place);
        }
        catch (Win32Exception exception)
        {
            var retry = CountCrash();
            LogStartFailed(exception, retry);
            return retry;
        }

        if (process is null)
        {
            return TimeSpan.Zero;
        }

        using (process)
        {
            var exitCode = await WaitAsync(place, process);
            var drained = process.Draining;
            lock (gate)
            {
                place.Process = null;
                recorder?.Happened(RecordedEventKind.Gone, process.Id);
            }

            if (drained)
            {
                LogEnded(process.Id, time.GetUtcNow() - process.StartedAt);
                return TimeSpan.Zero;
            }

            var delay = CountCrash();
            LogCrashed(process.Id, exitCode, delay);
            return delay;
        }
    }

    private WorkerProcess? Occupy(Place place)
    {
        lock (gate)
        {
            if (!place.Open)
            {
                return null;
            }

            var id = $"worker-{++lastId}";
            var process = new WorkerProcess(id, launcher.Start(id), time.GetUtcNow());
            place.Process = process;
            recorder?.Happened(RecordedEventKind.Ordered, id);
            LogStarted(id, process.ProcessId);
            return process;
        }
    }

    private async Task<int> WaitAsync(Place place, WorkerProcess process)
    {
        var exit = process.WaitForExitAsync(CancellationToken.None);
        var closing = Task.Delay(Timeout.InfiniteTimeSpan, time, place.Closing.Token);
        if (await Task.WhenAny(exit, closing) == exit)
        {
            return await exit;
        }

        var patience = drain.Timeout ?? options.Value.DrainTimeout;
        try
        {
            return await exit.WaitAsync(patience, time);
        }
        catch (TimeoutException)
        {
            LogKilled(process.Id, patience);
            process.Kill();
            return await exit;
        }
    }

    private TimeSpan CountCrash()
    {
        lock (gate)
        {
            return crashes.Add();
        }
    }

    /// <summary>One wanted worker, and the process that fills its place just now.</summary>
    private sealed class Place
    {
        public CancellationTokenSource Closing { get; } = new();

        public WorkerProcess? Process { get; set; }

        public Task Loop { get; set; } = Task.CompletedTask;

        public bool Open => !Closing.IsCancellationRequested;

        public string WorkerId => Process?.Id ?? "";
    }
}
