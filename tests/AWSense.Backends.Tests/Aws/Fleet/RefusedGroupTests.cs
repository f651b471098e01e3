using AWSense.Backends.Aws.Fleet;
using AWSense.Backends.Aws.Query;
using AWSense.Backends.Tests.Aws.Support;
using AWSense.Core.Queues;

namespace AWSense.Backends.Tests.Aws.Fleet;

/// <summary>A group that the role may not read.</summary>
public sealed class RefusedGroupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_that_may_not_be_read_is_unavailable_and_the_reason_is_told()
    {
        await using var aws = await AwsStandIn.StartAsync();
        aws.Enqueue(403, "AccessDenied", "not authorized to perform: autoscaling:DescribeAutoScalingGroups");
        using var group = new SteeredGroup(
            new(MotoClients.Client(aws.Address, QueryService.AutoScaling)), new(MotoClients.Client(aws.Address, QueryService.Ec2)), lease: null!, "workers", TimeProvider.System);

        var exception = await Assert.ThrowsAsync<BackendUnavailableException>(() => group.ReadAsync(Token));

        Assert.Contains("autoscaling:DescribeAutoScalingGroups", exception.Message, StringComparison.Ordinal);
    }
}
