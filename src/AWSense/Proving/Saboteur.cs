using AWSense.Core;

namespace AWSense.Proving;

/// <summary>Does to a service what a schedule says.</summary>
internal sealed class Saboteur(ChaosPlan plan, ChaosService? own, string diskFullWhile)
{
    private readonly Dictionary<FaultKind, long> done = [];

    /// <summary>Processes that were killed.</summary>
    public long Kills { get; private set; }

    /// <summary>Faults by kind.</summary>
    public IReadOnlyDictionary<string, long> Done => done.ToDictionary(entry => entry.Key.ToWord(), entry => entry.Value);

    private int ServiceId => own?.ProcessId ?? plan.ServiceProcess ?? 0;

    /// <summary>Follows the schedule until it is cancelled, or the kills are done; whatever lasts is ended before it returns.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        foreach (var fault in FaultSchedule.Of(plan))
        {
            await Task.Delay(fault.Pause, TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested || Kills >= plan.Kills)
            {
                return;
            }

            if (await DoAsync(fault, over))
            {
                done[fault.Kind] = done.GetValueOrDefault(fault.Kind) + 1;
            }
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // no fault is wanted
    }

    /// <returns>False when there was nothing to do it to.</returns>
    private Task<bool> DoAsync(Fault fault, CancellationToken over) => fault.Kind switch
    {
        FaultKind.Worker => Task.FromResult(KillWorker(fault)),
        FaultKind.Service => KillServiceAsync(),
        FaultKind.Pause => PauseWorkerAsync(fault, over),
        FaultKind.Drain => Task.FromResult(SignalWorker(fault, LocalProcesses.Sigterm) is not null),
        FaultKind.Disk => FillDiskAsync(fault, over),
        _ => throw new InvariantException($"{fault.Kind} is not in any schedule."),
    };

    private bool KillWorker(Fault fault)
    {
        var killed = SignalWorker(fault, LocalProcesses.Sigkill) is not null;
        Kills += killed ? 1 : 0;
        return killed;
    }

    private async Task<bool> KillServiceAsync()
    {
        if (own is null)
        {
            return false; // who started it must start it again
        }

        await own.KillAsync();
        Kills++;
        await own.StartAsync(CancellationToken.None);
        return true;
    }

    private async Task<bool> PauseWorkerAsync(Fault fault, CancellationToken over)
    {
        if (SignalWorker(fault, LocalProcesses.Sigstop) is not { } worker)
        {
            return false;
        }

        await Task.Delay(fault.Length, TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        LocalProcesses.Signal(worker, LocalProcesses.Sigcont);
        return true;
    }

    private async Task<bool> FillDiskAsync(Fault fault, CancellationToken over)
    {
        if (own is null)
        {
            return false;
        }

        await File.WriteAllBytesAsync(diskFullWhile, [], CancellationToken.None);
        await Task.Delay(fault.Length, TimeProvider.System, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(diskFullWhile);
        return true;
    }

    private int? SignalWorker(Fault fault, int signal)
    {
        var workers = ServiceId == 0 ? [] : LocalProcesses.WorkersOf(ServiceId);
        return workers.Count > 0 && LocalProcesses.Signal(workers[fault.Choice % workers.Count], signal) ? workers[fault.Choice % workers.Count] : null;
    }
}
