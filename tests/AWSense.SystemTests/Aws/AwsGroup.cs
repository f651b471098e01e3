using System.Globalization;
using System.Xml.Linq;
using AWSense.Scaling.Aws;

namespace AWSense.SystemTests.Aws;

/// <summary>An Auto Scaling group of the server that plays AWS, whose instances are names: the test starts and stops the worker of each.</summary>
internal sealed class AwsGroup(Uri server) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = server };

    public string Name { get; } = $"group-{Guid.NewGuid():N}"[..16];

    /// <summary>Makes it with one instance.</summary>
    public async Task CreateAsync(int max)
    {
        await AskAsync("autoscaling", "2011-01-01", ("Action", "CreateLaunchConfiguration"), ("LaunchConfigurationName", Name), ("ImageId", "ami-12c6146b"), ("InstanceType", "t3.small"));
        await AskAsync(
            "autoscaling", "2011-01-01", ("Action", "CreateAutoScalingGroup"), ("AutoScalingGroupName", Name), ("LaunchConfigurationName", Name),
            ("AvailabilityZones.member.1", "us-east-1a"), ("MinSize", "1"), ("MaxSize", max.ToString(CultureInfo.InvariantCulture)), ("DesiredCapacity", "1"));
    }

    /// <summary>Its desired capacity and its instances.</summary>
    public async Task<(int Desired, IReadOnlyList<string> Instances)> ReadAsync()
    {
        var answer = await AskAsync("autoscaling", "2011-01-01", ("Action", "DescribeAutoScalingGroups"), ("AutoScalingGroupNames.member.1", Name));
        var desired = (int)answer.Descendants().Single(element => element.Name.LocalName == "DesiredCapacity");
        return (desired, [.. answer.Descendants().Where(element => element.Name.LocalName == "InstanceId").Select(element => element.Value)]);
    }

    /// <summary>The instances that were asked to drain.</summary>
    public async Task<IReadOnlySet<string>> DrainingAsync()
    {
        var answer = await AskAsync("ec2", "2016-11-15", ("Action", "DescribeTags"), ("Filter.1.Name", "key"), ("Filter.1.Value.1", GroupPlan.DrainTag));
        return answer.Descendants().Where(element => element.Name.LocalName == "resourceId").Select(element => element.Value).ToHashSet(StringComparer.Ordinal);
    }

    public void Dispose() => http.Dispose();

    private async Task<XDocument> AskAsync(string service, string version, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent(form.Append(("Version", version)).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2))),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=none");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return XDocument.Parse(text);
    }
}
