using System.Text.RegularExpressions;
using AWSense.Scaling.Policies.Files;

namespace AWSense.Scaling.Policies.Checks;

/// <summary>Checks what a policy says of the fleet, of what it promises, and of how workers come and go.</summary>
internal static partial class FleetCheck
{
    private const int WorkersMax = 10_000;

    public static void Run(ScalingPolicy policy, Findings findings)
    {
        if (!Name().IsMatch(policy.Name))
        {
            findings.Error("metadata.name", $"'{policy.Name}' is no name", "Use 1 to 63 letters, digits, dots, dashes and underscores, first a letter or a digit: it becomes part of other names.");
        }

        Fleet(policy.Fleet, findings);
        Promise(policy, findings);
        Capacity(policy, findings);
        Limits(policy.Limits, findings);
        Drain(policy, findings);
    }

    private static void Fleet(FleetSettings fleet, Findings findings)
    {
        findings.Within("fleet.min", fleet.Min, 0, WorkersMax, "There is no such fleet.");
        findings.Within("fleet.max", fleet.Max, 0, WorkersMax, "A slip of the hand would be paid for.");
        findings.Within("fleet.workersPerInstance", fleet.WorkersPerInstance, 1, WorkersMax, "Such a worker could serve nothing.");
        if (fleet.Min > fleet.Max)
        {
            findings.Error("fleet.min", $"min ({fleet.Min}) is above max ({fleet.Max})", "No fleet can have both.", "fleet.max");
        }
        else if (fleet.Initial < fleet.Min || fleet.Initial > fleet.Max)
        {
            findings.Error(
                "fleet.initial",
                $"initial ({fleet.Initial}) isn't within min ({fleet.Min}) and max ({fleet.Max})",
                "The first decision would change it at once.",
                "fleet.min",
                "fleet.max");
        }

        findings.Schedule("fleet.floorSchedule", fleet.FloorSchedule, "min", fleet with { Min = 0 });
    }

    private static void Promise(ScalingPolicy policy, Findings findings)
    {
        var (slo, service) = (policy.Slo.LatencyP95, policy.Service);
        findings.Positive("slo.latencyP95", slo, "No request is answered in no time.");
        findings.Positive("service.prior", service.Prior, "Requests that take no time need no workers, so none would be added.");
        if (service.MeanTime is { } mean)
        {
            findings.Positive("service.meanTime", mean, "Requests that take no time need no workers, so none would be added.");
        }

        if (slo > TimeSpan.Zero && slo < policy.ExpectedService)
        {
            findings.Warn(
                "slo.latencyP95",
                $"the promise ({Durations.Tell(slo)}) is shorter than a request takes ({Durations.Tell(policy.ExpectedService)})",
                "No fleet, however large, keeps it.",
                "service.meanTime",
                "service.prior");
        }
    }

    private static void Capacity(ScalingPolicy policy, Findings findings)
    {
        var capacity = policy.Capacity;
        findings.NotNegative("capacity.bootTime.prior", capacity.BootTime.Prior, "A worker would be there before it is ordered.");
        findings.Within("capacity.bootTime.percentile", capacity.BootTime.Percentile, 1, 99, "There is no such percentile.");
        findings.Positive("capacity.billing.granularity", capacity.Billing.Granularity, "Time can't be rounded to multiples of nothing; the smallest that clouds charge is 1s.");
        findings.NotNegative("capacity.billing.minimum", capacity.Billing.Minimum, "A worker would earn money.");
        findings.NotNegative("capacity.billing.pendingFree", capacity.Billing.PendingFree, "A worker would be paid for before it is ordered.");
        findings.Within("capacity.warmPool.size", capacity.WarmPool.Size, 0, WorkersMax, "There is no such pool.");
        findings.Within("capacity.purchase.spotPercent", capacity.Purchase.SpotPercent, 0, 100, "It is a share of the fleet, in per cent.");
        if (policy.Aws.WarmPool && capacity.WarmPool.Size == 0)
        {
            findings.Warn("aws.warmPool", "the warm pool has no workers", "It costs nothing and helps nothing; set capacity.warmPool.size.", "capacity.warmPool.size");
        }
    }

    private static void Limits(LimitSettings limits, Findings findings)
    {
        const string harm = "The fleet could never change; leave it out, or write null, for no bound.";
        findings.Within("limits.maxStepOut", limits.MaxStepOut ?? 1, 1, int.MaxValue, harm);
        findings.Within("limits.maxStepIn", limits.MaxStepIn ?? 1, 1, int.MaxValue, harm);
        findings.Within("limits.reversalsPerHour", limits.ReversalsPerHour ?? 1, 1, int.MaxValue, harm);
    }

    private static void Drain(ScalingPolicy policy, Findings findings)
    {
        var drain = policy.Drain;
        if (drain.Mode == DrainMode.Kill)
        {
            findings.Warn(
                "drain.mode",
                "kill drains nobody",
                "A worker that is given up while it is busy loses its request, which waits for its lease to end and is then served anew. Use graceful.");
            return;
        }

        if (!drain.ReturnUnfinished)
        {
            findings.Warn("drain.returnUnfinished", "false counts in the simulator only", "Workers give back at once what they can't finish, whatever this says.");
        }

        var timeout = drain.TimeoutOnInstances;
        findings.Positive("drain.timeout", timeout, "Every busy worker would be interrupted; that is drain.mode: kill.");
        if (timeout > TimeSpan.Zero && timeout < 4 * policy.ExpectedService)
        {
            findings.Warn(
                "drain.timeout",
                $"timeout ({Durations.Tell(timeout)}) is less than four times what a request takes ({Durations.Tell(policy.ExpectedService)})",
                "Long requests are interrupted when their worker is given up, and served anew by another.",
                "service.meanTime",
                "service.prior");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z")]
    private static partial Regex Name();
}
