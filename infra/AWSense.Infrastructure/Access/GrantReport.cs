using System.Globalization;
using System.Text;
using AWSense.Core.Deployment;
using AWSense.Scaling.Policies;

namespace AWSense.Infrastructure.Access;

/// <summary>The tables of permissions in docs/aws.md.</summary>
internal static class GrantReport
{
    /// <summary>Writes them, as Markdown: all that a role may do where the controller sets the capacity.</summary>
    public static string Create()
    {
        var policy = new ScalingPolicy { Rule = new DemandRule() };
        var text = new StringBuilder("| role | may | on | for |\n|---|---|---|---|\n");
        foreach (var role in Enum.GetValues<InstanceRole>())
        {
            foreach (var grant in Grants.Of(role, policy))
            {
                var actions = string.Join(", ", grant.Actions.Select(action => $"`{action}`"));
                text.Append(CultureInfo.InvariantCulture, $"| {(role == InstanceRole.Web ? "web" : "worker")} | {actions} | {Words(grant.On)} | {grant.Why} |\n");
            }
        }

        return text.ToString();
    }

    private static string Words(GrantScope scope) => scope switch
    {
        GrantScope.Anything => "anything, since AWS takes no name here",
        GrantScope.RequestQueues => "both request queues",
        GrantScope.DeadLetterQueue => "the dead-letter queue",
        GrantScope.PresenceQueue => "the presence queue",
        GrantScope.ReplyQueues => "queues named `awsense-reply-*`",
        GrantScope.Archive => "the archive bucket",
        GrantScope.ArchivedObjects => "objects of the archive bucket",
        GrantScope.WorkersObjects => $"{string.Join(", ", ArchivePrefixes.WrittenByWorkers.Select(prefix => $"`{prefix}`"))} of the archive bucket",
        GrantScope.LeaseObject => "one object of the archive bucket",
        GrantScope.Releases => "`releases/` of the artifact bucket",
        GrantScope.ApiKeys => "`config/keys.json` of the artifact bucket",
        GrantScope.OwnLogs => "its role's folder of the log bucket",
        GrantScope.WorkerGroup => "the workers' group",
        GrantScope.DrainTag => "instances of that group, and the tag `awsense:drain`",
        _ => "the metrics' namespace `AWSense`",
    };
}
