using System.Globalization;
using AWSense.Backends.Aws.Query;
using AWSense.Scaling.Aws;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>The calls to EC2 that steering a group needs: when instances were launched, and the tag by which they drain.</summary>
internal sealed class InstanceApi(QueryClient client)
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ssZ";

    // EC2 takes 200 values in a filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html.
    private const int FilterMax = 200;

    /// <summary>Adds to a group what EC2 knows of its instances, and puts the oldest first.</summary>
    /// <remarks>The filter takes instances that are gone as well, where a list of ids would fail for one of them.</remarks>
    public async Task<GroupState> CompleteAsync(GroupState group, CancellationToken cancellationToken)
    {
        if (group.Instances.Count == 0)
        {
            return group;
        }

        var known = new Dictionary<string, (DateTimeOffset? LaunchedAt, DateTimeOffset? DrainOrderedAt)>(StringComparer.Ordinal);
        foreach (var some in group.Instances.Select(instance => instance.Id).Chunk(FilterMax))
        {
            var request = new QueryRequest("DescribeInstances").With("Filter.1.Name", "instance-id").WithEach("Filter.1.Value", some);
            var answer = await client.SendAsync(request, cancellationToken);
            foreach (var instance in answer.Members("reservationSet").SelectMany(reservation => reservation.Members("instancesSet")))
            {
                var tag = instance.Members("tagSet").FirstOrDefault(tag => tag.Value("key") == GroupPlan.DrainTag);
                known[instance.Value("instanceId") ?? ""] = (TimeOf(instance.Value("launchTime")), TimeOf(tag.Value("value")));
            }
        }

        return group with
        {
            Instances =
            [
                .. group.Instances
                    .Select(instance => instance with { LaunchedAt = known.GetValueOrDefault(instance.Id).LaunchedAt, DrainOrderedAt = known.GetValueOrDefault(instance.Id).DrainOrderedAt })
                    .OrderBy(instance => instance.LaunchedAt ?? DateTimeOffset.MaxValue)
                    .ThenBy(instance => instance.Id, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>Asks instances to drain.</summary>
    public Task OrderDrainAsync(IReadOnlyList<string> instances, DateTimeOffset now, CancellationToken cancellationToken) => client.SendAsync(
        new QueryRequest("CreateTags")
            .WithEach("ResourceId", instances)
            .With("Tag.1.Key", GroupPlan.DrainTag)
            .With("Tag.1.Value", now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)),
        cancellationToken);

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
