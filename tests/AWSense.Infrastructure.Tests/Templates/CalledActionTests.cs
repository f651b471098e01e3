using System.Text.RegularExpressions;
using AWSense.Core.Deployment;
using AWSense.Infrastructure.Access;
using AWSense.Infrastructure.Tests.Support;
using AWSense.Scaling.Policies;

namespace AWSense.Infrastructure.Tests.Templates;

/// <summary>What the program calls is what its roles may do: no call is refused, no permission is left over.</summary>
public sealed partial class CalledActionTests
{
    // Calls that IAM knows by another name, or as part of another permission.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["s3:HeadBucket"] = "s3:ListBucket",
        ["s3:ListObjectsV2"] = "s3:ListBucket",
    };

    // Files whose calls one role alone makes; every other file is of both, and setup is for trials by hand.
    private static readonly Dictionary<string, InstanceRole> Owners = new(StringComparer.Ordinal)
    {
        ["/Fleet/"] = InstanceRole.Web,
        ["/Queues/AwsResponseQueue.cs"] = InstanceRole.Web,
        ["/Instance/"] = InstanceRole.Worker,
    };

    [Theory]
    [InlineData(InstanceRole.Web, "sqs:TagQueue")]
    [InlineData(InstanceRole.Worker, "autoscaling:CompleteLifecycleAction")]
    public void A_role_may_make_its_calls_and_has_no_grant_that_it_never_uses(InstanceRole role, string among)
    {
        var own = Called(role);
        var granted = Granted(role);

        Assert.Contains(among, own);
        Assert.Equal([], own.Except(granted));
        Assert.Equal([], granted.Except(own).Except(Called(owner: null)));
    }

    [Fact]
    public void A_call_that_both_may_make_is_granted_to_one_of_them()
    {
        var called = Called(owner: null);

        Assert.Contains("sqs:ReceiveMessage", called);
        Assert.Equal([], called.Except(Granted(InstanceRole.Web)).Except(Granted(InstanceRole.Worker)));
    }

    private static HashSet<string> Granted(InstanceRole role) =>
        [.. Grants.Of(role, new ScalingPolicy { Rule = new DemandRule() }).SelectMany(grant => grant.Actions)];

    /// <summary>The calls in the files of one role, or in those of both.</summary>
    private static HashSet<string> Called(InstanceRole? owner)
    {
        var folder = Path.Combine(Repository.Root, "src", "AWSense.Backends", "Aws");
        var sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/Setup/", StringComparison.Ordinal) && OwnerOf(path) == owner)
            .Select(File.ReadAllText)
            .ToList();
        var sdk = sources.SelectMany(source => SdkCall().Matches(source)).Select(call =>
            $"{(call.Groups["client"].Value.Equals("sqs", StringComparison.OrdinalIgnoreCase) ? "sqs" : "s3")}:{Regex.Replace(call.Groups["call"].Value, "Batch$", "")}");
        var query = sources.SelectMany(source => QueryCall().Matches(source)).Select(call => call.Groups["call"].Value)
            .Select(call => Granted(InstanceRole.Web).Concat(Granted(InstanceRole.Worker)).Append($"?:{call}").First(action => action.EndsWith($":{call}", StringComparison.Ordinal)));
        return [.. sdk.Concat(query).Select(action => Names.GetValueOrDefault(action, action))];
    }

    private static InstanceRole? OwnerOf(string path)
    {
        var owners = Owners.Where(owner => path.Contains($"/Aws{owner.Key}", StringComparison.Ordinal)).ToList();
        return owners.Count == 0 ? null : owners.Single().Value;
    }

    [GeneratedRegex("""\b(?<client>[Ss]qs|s3|objects)\.(?<call>(Get|Put|Delete|List|Head|Send|Receive|Change|Create|Tag)\w*?(Object|Bucket|ObjectsV2|Message|Queue|QueueUrl|QueueAttributes|QueueTags|Queues|Visibility)(Batch)?)Async\(""")]
    private static partial Regex SdkCall();

    [GeneratedRegex("""(QueryRequest\(|TellAsync\()"(?<call>\w+)""")]
    private static partial Regex QueryCall();
}
