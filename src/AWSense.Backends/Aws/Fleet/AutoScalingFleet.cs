using System.Collections.Immutable;
using AWSense.Core.Fleet;
using AWSense.Scaling.Policies;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>A fleet of EC2 instances in an Auto Scaling group.</summary>
/// <remarks>
/// It grows by the group's desired capacity. It shrinks by a tag that asks an instance to drain; when its worker has fallen silent the
/// instance is ended, and the desired capacity with it. The tag is the memory of that: a new leader reads it and goes on.
/// </remarks>
internal sealed partial class AutoScalingFleet(
    SteeredGroup group, IPresence presence, ScalingPolicy policy, TimeProvider time, ILogger<AutoScalingFleet> logger) : IFleet, IDisposable
{
    private readonly SemaphoreSlim changing = new(1);
    private readonly HashSet<string> ended = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, DateTimeOffset> ordered = ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);
    private int wanted;

    public async Task SetDesiredAsync(int desiredWorkers, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(desiredWorkers);
        if (Steering != FleetSteering.Here)
        {
            return;
        }

        await changing.WaitAsync(cancellationToken);
        try
        {
            var roster = await ReadAsync(cancellationToken);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(desiredWorkers, roster.Group.Max);
            wanted = desiredWorkers;
            await (desiredWorkers > roster.Open ? GrowAsync(roster, desiredWorkers, cancellationToken) : ShrinkAsync(roster, roster.Open - desiredWorkers, cancellationToken));
        }
        finally
        {
            changing.Release();
        }
    }

    public async Task<FleetStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var roster = await ReadAsync(cancellationToken);
        var now = time.GetUtcNow();
        var members = roster.Entries.Select(entry => new FleetMember(entry.Instance.Id, entry.State, entry.Instance.LaunchedAt ?? now)).ToList();

        // What AWS is about to add by the published metric is wanted already.
        var desired = policy.Aws.Actuation == Actuation.HiResTargetTracking ? Math.Max(roster.Open, Math.Min(wanted, roster.Group.Max)) : roster.Open;
        return new(desired, roster.Group.Max, members, CrashesLastMinute: 0, UnhealthyReason: null) { Steering = Steering };
    }

    /// <summary>How many times as many instances are needed as there are, as target tracking is to see it.</summary>
    /// <param name="required">Workers that are needed.</param>
    public async Task<double> RatioOfAsync(int required, CancellationToken cancellationToken)
    {
        var roster = await ReadAsync(cancellationToken);
        var inService = roster.Entries.Count(entry => entry.Instance.Stage == InstanceStage.InService);
        return (required + roster.GivenUp) / (double)Math.Max(1, inService);
    }

    /// <summary>Protects busy instances, frees idle ones, ends those that have drained and replaces one that is silent; does nothing unless this process leads.</summary>
    /// <param name="protection">What it knows of busy ones.</param>
    /// <param name="silence">What it knows of silent ones.</param>
    public async Task RoundAsync(ProtectionWatch protection, SilenceWatch silence, CancellationToken cancellationToken)
    {
        if (!group.IsLed)
        {
            return;
        }

        await changing.WaitAsync(cancellationToken);
        try
        {
            var roster = await ReadAsync(cancellationToken);
            Forget(roster);
            if (policy.Drain.Mode == DrainMode.Graceful)
            {
                var (protect, free) = protection.Review(roster);
                await group.ProtectAsync(protect, isProtected: true, cancellationToken);
                await group.ProtectAsync(free, isProtected: false, cancellationToken);
            }

            await EndDrainedAsync(roster, cancellationToken);
            await ReplaceSilentAsync(roster, silence, cancellationToken);
        }
        finally
        {
            changing.Release();
        }
    }

    public void Dispose() => changing.Dispose();

    private FleetSteering Steering =>
        policy.Aws.Actuation == Actuation.Native && group.IsLed ? FleetSteering.Itself
        : group.IsLed ? FleetSteering.Here
        : FleetSteering.Elsewhere;

    private async Task<Roster> ReadAsync(CancellationToken cancellationToken)
    {
        var state = await group.ReadAsync(cancellationToken);
        return Roster.Of(state, await presence.ReadAsync(cancellationToken), ordered);
    }

    private async Task GrowAsync(Roster roster, int desired, CancellationToken cancellationToken)
    {
        var capacity = Math.Min(desired + roster.GivenUp, roster.Group.Max);
        if (policy.Aws.Actuation == Actuation.Direct && capacity > roster.Group.Desired && await group.SetDesiredAsync(capacity, cancellationToken))
        {
            LogGrown(group.Name, roster.Group.Desired, capacity);
        }
    }

    private async Task ShrinkAsync(Roster roster, int surplus, CancellationToken cancellationToken)
    {
        // A place that AWS hasn't filled yet costs nothing to give up.
        var unlaunched = policy.Aws.Actuation == Actuation.Direct ? Math.Min(surplus, roster.Unlaunched) : 0;
        if (unlaunched > 0)
        {
            await group.SetDesiredAsync(roster.Group.Desired - unlaunched, cancellationToken);
        }

        var victims = roster.ChooseVictims(surplus - unlaunched, policy.Drain.Victim).Select(entry => entry.Instance).ToList();
        if (victims.Count == 0)
        {
            return;
        }

        if (policy.Drain.Mode == DrainMode.Kill)
        {
            foreach (var victim in victims)
            {
                await EndAsync(victim, decrement: true, cancellationToken);
            }

            return;
        }

        var now = time.GetUtcNow();
        var ids = victims.ConvertAll(victim => victim.Id);
        if (await group.OrderDrainAsync(ids, now, cancellationToken))
        {
            ordered = ordered.SetItems(ids.Select(id => KeyValuePair.Create(id, now)));
            LogDraining(string.Join(", ", ids));
        }
    }

    private async Task EndDrainedAsync(Roster roster, CancellationToken cancellationToken)
    {
        var capacity = roster.Group.Desired;
        foreach (var entry in roster.Entries.Where(entry => entry.IsGivenUp && !ended.Contains(entry.Instance.Id)))
        {
            var overdue = time.GetUtcNow() - entry.DrainOrderedAt > policy.Drain.TimeoutOnInstances;
            if (entry.Word is not null && !overdue)
            {
                continue;
            }

            // At the floor its place stays: somebody has raised the floor while it drained, and it is no use to anybody now.
            var decrement = capacity > roster.Group.Min;
            if (await EndAsync(entry.Instance, decrement, cancellationToken))
            {
                capacity -= decrement ? 1 : 0;
            }
        }
    }

    private async Task ReplaceSilentAsync(Roster roster, SilenceWatch silence, CancellationToken cancellationToken)
    {
        if (silence.Review(roster) is not var (id, lasted))
        {
            return;
        }

        // Its place stays, so AWS puts another there.
        if (await EndAsync(roster.Entries.Single(entry => entry.Instance.Id == id).Instance, decrement: false, cancellationToken))
        {
            silence.NoteReplaced();
            LogSilent(id, lasted);
        }
    }

    private async Task<bool> EndAsync(GroupInstance instance, bool decrement, CancellationToken cancellationToken)
    {
        if (instance.IsProtected)
        {
            await group.ProtectAsync([instance.Id], isProtected: false, cancellationToken);
        }

        if (!await group.TerminateAsync(instance.Id, decrement, cancellationToken))
        {
            return false;
        }

        ended.Add(instance.Id);
        LogEnded(instance.Id, group.Name, decrement);
        return true;
    }

    private void Forget(Roster roster)
    {
        var present = roster.Entries.Select(entry => entry.Instance.Id).ToHashSet(StringComparer.Ordinal);
        ended.IntersectWith(present);
        ordered = ordered.RemoveRange(ordered.Keys.Where(id => !present.Contains(id)));
    }

    [LoggerMessage(EventId = 4301, Level = LogLevel.Information, Message = "Group {Group}: desired capacity from {Before} to {After}.")]
    private partial void LogGrown(string group, int before, int after);

    [LoggerMessage(EventId = 4302, Level = LogLevel.Information, Message = "Asked to drain: {Instances}.")]
    private partial void LogDraining(string instances);

    [LoggerMessage(EventId = 4303, Level = LogLevel.Information, Message = "Instance {Instance} of group {Group} is ended; its place goes with it: {Decrement}.")]
    private partial void LogEnded(string instance, string group, bool decrement);

    [LoggerMessage(EventId = 4304, Level = LogLevel.Warning, Message = "Nothing was heard of the worker on {Instance} for {Silence}; another instance takes its place.")]
    private partial void LogSilent(string instance, TimeSpan silence);
}
