using AWSense.Scaling.Policies.Files;

namespace AWSense.Scaling.Policies.Checks;

/// <summary>Checks where the figures of a policy come from, and how fresh they are.</summary>
internal static class SignalCheck
{
    private static readonly TimeSpan IntervalMin = TimeSpan.FromMilliseconds(100);

    public static void Run(ScalingPolicy policy, Findings findings)
    {
        var signals = policy.Signals;
        if (signals.Interval < IntervalMin)
        {
            findings.Error("signals.interval", $"interval is {Durations.Tell(signals.Interval)}, and must be at least {Durations.Tell(IntervalMin)}", "Deciding would take more of a processor than serving.");
        }

        findings.NotNegative("signals.phase", signals.Phase ?? TimeSpan.Zero, "The first decision would fall before the start.");
        findings.Positive("signals.sampleInterval", signals.SampleInterval, "There would be no end of samples.");
        findings.NotNegative("signals.sampleStart", signals.SampleStart, "The first sample would fall before the start.");
        findings.NotNegative("signals.publicationDelay", signals.PublicationDelay, "A sample could be read before it is taken.");
        findings.AtLeast("signals.maxAge", signals.MaxAge, "signals.interval", signals.Interval, "Between two decisions the figures would count as missing.");
        Fallback(policy, findings);
        Actuation(policy, findings);
    }

    private static void Fallback(ScalingPolicy policy, Findings findings)
    {
        var fallback = policy.Signals.Fallback;
        findings.Within("signals.fallback.afterFailures", fallback.AfterFailures, 1, int.MaxValue, "It would count while nothing has failed.");
        if (policy.Signals.OnMissing == MissingSignals.Fallback && fallback.Behavior != FallbackBehavior.Current)
        {
            findings.WithinFleet("signals.fallback.capacity", fallback.Capacity, policy.Fleet);
        }
        else
        {
            findings.Within("signals.fallback.capacity", fallback.Capacity, 0, int.MaxValue, "There is no such fleet.");
        }
    }

    /// <summary>What AWS itself can do is made of alarms, and alarms read metrics.</summary>
    private static void Actuation(ScalingPolicy policy, Findings findings)
    {
        var isMadeOfAlarms = policy.Rule is StepRule or TargetTrackingRule;
        if (policy.Aws.Actuation == Policies.Actuation.Native && !isMadeOfAlarms && policy.Rule is not UnreadRule)
        {
            findings.Error("aws.actuation", "native needs one of step, simple and targetTracking", "AWS has nothing that this rule could become, so that nothing would change the fleet. Use direct.");
        }

        if (policy.Aws.Actuation == Policies.Actuation.Native && policy.Rule is SimpleRule simple && (simple.Out?.Adjustments.Count > 1 || simple.In?.Adjustments.Count > 1))
        {
            findings.Error("aws.actuation", "simple has several adjustments for one alarm, and simple scaling on AWS takes one", "All but one would be lost. Use step, or direct.", "policy.simple");
        }

        if (policy.Signals.Source == SignalSource.Direct && isMadeOfAlarms)
        {
            findings.Error("signals.source", "alarms read metrics, and direct has none", "Nothing would ever be decided. Write source: cloudwatch.");
        }
    }
}
