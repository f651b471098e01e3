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

    [Fact]
    public void Every_call_is_granted_and_every_grant_is_called()
    {
        var called = Called();
        var granted = Granted();

        Assert.Contains("sqs:ReceiveMessage", called);
        Assert.Equal([], called.Except(granted));
        Assert.Equal([], granted.Except(called));
    }

    private static HashSet<string> Granted()
    {
        var policy = new ScalingPolicy { Rule = new DemandRule() };
        return [.. Enum.GetValues<InstanceRole>().SelectMany(role => Grants.Of(role, policy)).SelectMany(grant => grant.Actions)];
    }

    // Setup is for trials by hand; instances never run it.
    private static HashSet<string> Called()
    {
        var folder = Path.Combine(Repository.Root, "src", "AWSense.Backends", "Aws");
        var sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/Setup/", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .ToList();
        var sdk = sources.SelectMany(source => SdkCall().Matches(source)).Select(call =>
            $"{(call.Groups["client"].Value.Equals("sqs", StringComparison.OrdinalIgnoreCase) ? "sqs" : "s3")}:{Regex.Replace(call.Groups["call"].Value, "Batch$", "")}");
        var query = sources.SelectMany(source => QueryCall().Matches(source)).Select(call => call.Groups["call"].Value)
            .Select(call => Granted().Append($"?:{call}").First(action => action.EndsWith($":{call}", StringComparison.Ordinal)));
        return [.. sdk.Concat(query).Select(action => Names.GetValueOrDefault(action, action))];
    }

    [GeneratedRegex("""\b(?<client>[Ss]qs|s3|objects)\.(?<call>(Get|Put|Delete|List|Head|Send|Receive|Change|Create|Tag)\w*?(Object|Bucket|ObjectsV2|Message|Queue|QueueUrl|QueueAttributes|QueueTags|Queues|Visibility)(Batch)?)Async\(""")]
    private static partial Regex SdkCall();

    [GeneratedRegex("""(QueryRequest\(|TellAsync\()"(?<call>\w+)""")]
    private static partial Regex QueryCall();
}
