using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Deciding;

/// <summary>Makes the decider of a policy.</summary>
public static class Deciders
{
    /// <summary>The decider that the rule names, with what holds for every rule around it.</summary>
    public static IDecider For(ScalingPolicy policy)
    {
        var slots = policy.Fleet.WorkersPerInstance;
        return policy.Rule switch
        {
            DemandRule rule => Guarded(new DemandDecider(policy, rule), readsQueue: true),
            PlainRule rule => Guarded(new PlainDecider(rule, slots), readsQueue: true),
            KedaRule rule => Guarded(new KedaDecider(rule, policy.Fleet.Min), readsQueue: true),
            StepRule rule => Guarded(new StepDecider(rule), readsQueue: false),
            TargetTrackingRule rule => Guarded(new TargetTrackingDecider(rule), readsQueue: false),
            FixedRule rule => Guarded(new FixedDecider(rule), readsQueue: false),
            ScheduleRule rule => Guarded(new ScheduleDecider(rule), readsQueue: false),
            _ => throw new ArgumentException($"No decider knows the rule {policy.Rule.GetType().Name}.", nameof(policy)),
        };

        GuardedDecider Guarded(IDecider decider, bool readsQueue) => new(policy, decider, readsQueue);
    }
}
