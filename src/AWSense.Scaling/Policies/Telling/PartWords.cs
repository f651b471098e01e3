using static AWSense.Scaling.Policies.Telling.Phrases;

namespace AWSense.Scaling.Policies.Telling;

/// <summary>Tells all of a policy but its rule.</summary>
internal static class PartWords
{
    public static void Promise(ScalingPolicy policy, Paragraphs text)
    {
        var (fleet, boot, billing) = (policy.Fleet, policy.Capacity.BootTime, policy.Capacity.Billing);
        text.Title($"{policy.Name}: {fleet.Min} to {Workers(fleet.Max)}, {fleet.Initial} at the start; each serves {fleet.WorkersPerInstance} at a time.");
        foreach (var entry in fleet.FloorSchedule)
        {
            text.Say($"From '{entry.Cron}' (UTC) on at least {Workers(entry.Workers)}.");
        }

        text.Heading("Promise");
        var objective = policy.Slo.Objective == ScalingObjective.Economy ? "for the least money (economy)" : "with the fewest changes (steady)";
        var limit = policy.Slo.AdaptToWorkload ? "the limit of the workload in a suite, and otherwise within " : "";
        text.Say($"95 of 100 requests are answered within {limit}{Time(policy.Slo.LatencyP95)}, {objective}.");
        text.Say(policy.Service.MeanTime is { } mean
            ? $"A request is reckoned to keep a slot busy for {Time(mean)}."
            : $"How long a request keeps a slot busy is measured; until then {Time(policy.Service.Prior)} is believed.");
        text.Say(boot.Learn
            ? $"A worker is thought to take {Time(boot.Prior)} to start, and then what {boot.Percentile} of 100 starts took at most."
            : $"A worker is reckoned to take {Time(boot.Prior)} to start.");
        text.Say($"Of a start the first {Time(billing.PendingFree)} are free. All else is charged in steps of {Time(billing.Granularity)}, {Time(billing.Minimum)} at least.");
        if (policy.Capacity.WarmPool is { Size: > 0 } pool)
        {
            text.Say($"{Workers(pool.Size)} are kept ready ({pool.State}).");
        }

        if (policy.Capacity.Purchase.SpotPercent > 0)
        {
            text.Say($"{policy.Capacity.Purchase.SpotPercent} % of the fleet are spot instances.");
        }
    }

    public static void Signals(ScalingPolicy policy, Paragraphs text)
    {
        var signals = policy.Signals;
        text.Heading("What it sees");
        text.Say(signals.Source == SignalSource.Direct
            ? "The counts of the queue itself, as they are at each decision."
            : $"Metrics: a sample every {Time(signals.SampleInterval)}, the first at {Time(signals.SampleStart)}, readable {Time(signals.PublicationDelay)} later.");
        text.Say($"It decides every {Time(signals.Interval)}, for the first time {Time(signals.Phase ?? signals.Interval)} after the start.");
        var fallback = signals.Fallback;
        var then = fallback.Behavior switch
        {
            FallbackBehavior.CurrentIfHigher => $"goes to {Workers(fallback.Capacity)} or stays, whichever is more",
            FallbackBehavior.Static => $"goes to {Workers(fallback.Capacity)}",
            _ => "stays as it is",
        };
        text.Say(signals.OnMissing == MissingSignals.Hold
            ? $"With figures older than {Time(signals.MaxAge)}, or none, the fleet stays as it is."
            : $"With figures older than {Time(signals.MaxAge)}, or none, the fleet stays as it is; after {fallback.AfterFailures} times in a row it {then}.");
    }

    public static void Bounds(ScalingPolicy policy, Paragraphs text)
    {
        var limits = policy.Limits;
        if (limits is { MaxStepOut: null, MaxStepIn: null, ReversalsPerHour: null })
        {
            return;
        }

        text.Heading("Bounds on each decision");
        if (limits.MaxStepOut is { } most)
        {
            text.Say($"At most {Workers(most)} are added.");
        }

        if (limits.MaxStepIn is { } fewest)
        {
            text.Say($"At most {Workers(fewest)} are given up.");
        }

        if (limits.ReversalsPerHour is { } reversals)
        {
            text.Say($"After {reversals} changes of direction within an hour the fleet no longer shrinks.");
        }
    }

    public static void Leaving(ScalingPolicy policy, Paragraphs text)
    {
        var drain = policy.Drain;
        text.Heading("How a worker is given up");
        text.Say(drain.Victim == VictimOrder.IdleFirst ? "An idle one goes first, then one that still starts, then a busy one." : "The oldest goes first, busy or not.");
        text.Say(drain.Mode == DrainMode.Kill
            ? "It is ended at once; what it was serving waits for its lease to end, and is served anew."
            : $"It takes nothing new and has {Patience(drain)} to finish; what it can't finish is given back at once.");
    }

    private static string Patience(DrainSettings drain) =>
        drain.Timeout is { } timeout ? Time(timeout) : $"{Time(drain.TimeoutOnInstances)}, or on one machine Fleet:DrainTimeout,";

    public static void Aws(ScalingPolicy policy, Paragraphs text)
    {
        text.Heading("On AWS");
        text.Say(policy.Aws.Actuation switch
        {
            Actuation.Direct => "The controller sets the capacity itself.",
            Actuation.HiResTargetTracking => "The controller publishes the capacity that is needed as a metric of 10 s, and AWS follows it by target tracking.",
            _ => "The alarms above become alarms and policies of AWS; no controller of ours is needed.",
        });
        text.Say(policy.Aws.SafetyNet
            ? "Alarms on the age of the oldest request and on a silent controller guard it."
            : "No alarm guards it.");
        if (policy.Aws.AzRebalance)
        {
            text.Say("Zones are balanced, which may end busy workers.");
        }
    }
}
