using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Embedded.Fleet;
using AWSense.Core.Limits;
using AWSense.Web;
using AWSense.Web.Security;
using Microsoft.Extensions.Configuration;

namespace AWSense.Hosting;

/// <summary>Checks how settings relate that are each fine by themselves; docs/operations.md has the table.</summary>
internal static class OptionRelations
{
    /// <exception cref="CommandFailedException">Some contradict; the message tells each harm.</exception>
    public static void Check(IConfiguration configuration)
    {
        var problems = FindProblems(
            configuration.GetSection(LeaseOptions.Section).Get<LeaseOptions>() ?? new(),
            configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new(),
            configuration.GetSection(WebOptions.Section).Get<WebOptions>() ?? new(),
            configuration.GetSection(FleetOptions.Section).Get<FleetOptions>() ?? new(),
            configuration.GetSection(AutoScalingOptions.Section).Get<AutoScalingOptions>() ?? new());
        var all = problems.Concat((configuration.GetSection(AuthOptions.Section).Get<AuthOptions>() ?? new()).FindProblems()).ToList();
        if (all.Count > 0)
        {
            throw new CommandFailedException($"The settings contradict each other:\n  {string.Join("\n  ", all)}");
        }
    }

    /// <summary>What contradicts, in words; empty when nothing does.</summary>
    internal static IEnumerable<string> FindProblems(LeaseOptions lease, LimitOptions limits, WebOptions web, FleetOptions fleet, AutoScalingOptions group)
    {
        (bool Holds, string Problem)[] relations =
        [
            (lease.Renewal * 2 <= lease.Duration,
                $"Lease:Renewal ({lease.Renewal}) must be at most half of Lease:Duration ({lease.Duration}), or one lost renewal gives a request that is being worked on to another worker."),
            (lease.DecodeTimeout < lease.Duration,
                $"Lease:DecodeTimeout ({lease.DecodeTimeout}) must be shorter than Lease:Duration ({lease.Duration}), or a picture that hangs is at two workers at once."),
            (lease.Duration < limits.Deadline,
                $"Lease:Duration ({lease.Duration}) must be shorter than Limits:Deadline ({limits.Deadline}), or a request whose worker died expires before its second try."),
            (lease.InferenceTimeout < fleet.DrainTimeout,
                $"Lease:InferenceTimeout ({lease.InferenceTimeout}) must be shorter than Fleet:DrainTimeout ({fleet.DrainTimeout}), or a worker is killed in the middle of a picture."),
            (lease.InferenceTimeout < group.DrainTimeout,
                $"Lease:InferenceTimeout ({lease.InferenceTimeout}) must be shorter than AutoScaling:DrainTimeout ({group.DrainTimeout}), or a worker whose instance is to go gives back a picture that it would have finished."),
            (web.SyncWait < limits.Deadline,
                $"Web:SyncWait ({web.SyncWait}) must be shorter than Limits:Deadline ({limits.Deadline}), or clients wait for requests that have expired."),
            (web.LegacyWait < limits.Deadline,
                $"Web:LegacyWait ({web.LegacyWait}) must be shorter than Limits:Deadline ({limits.Deadline}), or clients wait for requests that have expired."),
        ];
        return relations.Where(relation => !relation.Holds).Select(relation => relation.Problem);
    }
}
