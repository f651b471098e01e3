using AWSense.Core.Fleet;
using AWSense.Scaling.Control;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Recording;

namespace AWSense.Scaling.Tests.Control;

/// <summary>What happened in a run, told again to the real controller through its ports: it sees requests and workers, and no observation of the simulator.</summary>
internal sealed class ReplayedRun : IAsyncDisposable
{
    private readonly ControllerBench bench;
    private readonly List<DecisionRecord> decisions = [];

    private ReplayedRun(ControllerBench bench) => this.bench = bench;

    /// <summary>The decisions that the controller takes.</summary>
    public static async Task<IReadOnlyList<DecisionRecord>> ReplayAsync(ScalingPolicy policy, IReadOnlyList<RecordedEvent> events)
    {
        // The first workers are there before the controller looks for the first time.
        var first = events.TakeWhile(happened => happened is { At.Ticks: 0, Kind: RecordedEventKind.Ordered or RecordedEventKind.Ready }).ToList();
        await using var run = new ReplayedRun(new(policy));
        run.bench.Fleet.Obedient = false;
        first.ForEach(happened => run.Change(happened.Worker!, happened.Kind, SteppedTime.Origin));
        await run.bench.StartAsync();
        foreach (var happened in events.Skip(first.Count))
        {
            await run.HappenAsync(happened);
        }

        return run.decisions;
    }

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    private async Task HappenAsync(RecordedEvent happened)
    {
        switch (happened.Kind)
        {
            case RecordedEventKind.Sampled or RecordedEventKind.Decided:
                await TurnAsync(happened);
                break;
            case RecordedEventKind.Arrived or RecordedEventKind.Started or RecordedEventKind.Completed or RecordedEventKind.LeaseEnded
                or RecordedEventKind.Returned or RecordedEventKind.Withdrawn:
                Count(happened);
                break;
            case RecordedEventKind.Ordered or RecordedEventKind.Ready or RecordedEventKind.Draining or RecordedEventKind.Gone:
                Change(happened.Worker!, happened.Kind, SteppedTime.Origin + happened.At);
                break;
        }
    }

    /// <summary>Goes on to the moment, unless the controller has been there: it samples and decides in one turn.</summary>
    private async Task TurnAsync(RecordedEvent happened)
    {
        // A turn of a live run begins a little after it was due.
        if (bench.Time.Elapsed < happened.At)
        {
            await bench.Time.JumpAsync(happened.At - bench.Time.Elapsed);
        }

        Assert.Equal(happened.At, bench.Time.Elapsed);

        if (happened.Kind == RecordedEventKind.Decided)
        {
            decisions.Add(bench.Latest);
        }
    }

    private void Count(RecordedEvent happened)
    {
        var queue = bench.Signals;
        (queue.Waiting, queue.Leased, queue.Sent) = happened.Kind switch
        {
            RecordedEventKind.Arrived => (queue.Waiting + 1, queue.Leased, queue.Sent + 1),
            RecordedEventKind.Started => (queue.Waiting - 1, queue.Leased + 1, queue.Sent),
            RecordedEventKind.Withdrawn => (queue.Waiting - 1, queue.Leased, queue.Sent),
            RecordedEventKind.Returned => (queue.Waiting + 1, queue.Leased, queue.Sent),
            _ => (queue.Waiting, queue.Leased - 1, queue.Sent), // completed, or its worker killed
        };
        if (happened.Kind == RecordedEventKind.Completed)
        {
            var word = bench.Presence.Words[happened.Worker!];
            var (succeeded, failed) = (word.Counters.Succeeded, word.Counters.Failed);
            var good = succeeded <= failed; // one as often as the other
            bench.Presence.Words[happened.Worker!] = word with
            {
                Counters = new(succeeded + (good ? 1 : 0), failed + (good ? 0 : 1), word.Counters.BusySeconds + happened.Seconds),
            };
        }
    }

    private void Change(string worker, RecordedEventKind kind, DateTimeOffset at)
    {
        var members = bench.Fleet.Members;
        var index = members.FindIndex(member => member.MemberId == worker);
        switch (kind)
        {
            case RecordedEventKind.Ordered:
                members.Add(new(worker, FleetMemberState.Booting, at));
                bench.Presence.Say(worker, at, null);
                break;
            case RecordedEventKind.Ready:
                members[index] = members[index] with { State = FleetMemberState.InService };
                bench.Presence.Say(worker, members[index].StartedAt, at);
                break;
            case RecordedEventKind.Draining:
                members[index] = members[index] with { State = FleetMemberState.Draining };
                break;
            default:
                members.RemoveAt(index);
                bench.Presence.Words.Remove(worker);
                break;
        }
    }
}
