using System.Text.Json.Nodes;
using AWSense.Core.Deployment;
using AWSense.Infrastructure.Access;
using AWSense.Infrastructure.Tests.Support;

namespace AWSense.Infrastructure.Tests.Templates;

/// <summary>Each role may do what it needs, and nothing else.</summary>
public sealed class AccessTests
{
    private const string Arn = "arn:${AWS::Partition}:";

    // AWS takes no resource for these; the last has a condition instead.
    private static readonly string[] WithoutResource =
        ["autoscaling:DescribeAutoScalingGroups", "ec2:DescribeInstances", "sqs:ListQueues", "cloudwatch:PutMetricData"];

    public static TheoryData<string> Modes => ["direct", "hiResTargetTracking", "native"];

    [Theory]
    [MemberData(nameof(Modes))]
    public void No_action_is_a_pattern(string mode)
    {
        var actions = Of(mode).All.SelectMany(Allowed).SelectMany(statement => statement["Action"].Many()).Select(action => action.ToString()).ToList();

        Assert.NotEmpty(actions);
        Assert.DoesNotContain(actions, action => action.Contains('*', StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Resources_are_named_wherever_aws_takes_a_name(string mode)
    {
        var open = Of(mode).Compute.Of("AWS::IAM::Policy").Values
            .SelectMany(policy => policy["PolicyDocument"]!.Statements())
            .Where(statement => statement["Resource"].Many().Any(resource => resource.Flat() == "*"))
            .ToList();

        Assert.Empty(open.SelectMany(statement => statement["Action"].Many()).Select(action => action.ToString()).Except(WithoutResource));
        var metrics = Assert.Single(open, statement => statement["Action"].Flat() == "cloudwatch:PutMetricData");
        Assert.Equal("AWSense", metrics["Condition"]!["StringEquals"]!["cloudwatch:namespace"].Flat());
    }

    [Fact]
    public void A_role_has_the_grants_that_are_listed_for_it_and_no_others()
    {
        var synthesis = Synthesis.Of();

        Assert.Equal(2, synthesis.Compute.Of("AWS::IAM::Policy").Count);
        Assert.Empty(synthesis.Compute.Of("AWS::IAM::Role").Values.SelectMany(role => role["ManagedPolicyArns"].Many()));
        foreach (var role in Enum.GetValues<InstanceRole>())
        {
            var granted = Statements(synthesis, role).Select(statement => (statement["Sid"].Flat(), string.Join(',', statement["Action"].Many()))).ToList();

            Assert.Equal(Grants.Of(role, synthesis.Options.Policy).Select(grant => (grant.Id, string.Join(',', grant.Actions))), granted);
        }
    }

    [Fact]
    public void A_worker_reads_the_request_queues_and_sends_to_response_queues_by_their_prefix()
    {
        var statements = Statements(Synthesis.Of(), InstanceRole.Worker).ToDictionary(statement => statement["Sid"].Flat());

        Assert.Equal([Queue("awsense-interactive"), Queue("awsense-bulk")], statements["WorkRequests"]["Resource"].Many().Select(TemplateReading.Flat));
        Assert.Equal(Queue("awsense-reply-*"), statements["Reply"]["Resource"].Flat());
        Assert.Equal($"{Arn}s3:::awsense-artifacts-${{AWS::AccountId}}-${{AWS::Region}}/releases/*.tar.gz", statements["Release"]["Resource"].Flat());
        Assert.Equal($"{Arn}s3:::awsense-logs-${{AWS::AccountId}}-${{AWS::Region}}/worker/*", statements["Logs"]["Resource"].Flat());
        Assert.DoesNotContain(statements.Values.SelectMany(statement => statement["Action"].Many()), action => action.Flat() is "s3:DeleteObject" or "sqs:CreateQueue");
    }

    [Fact]
    public void A_worker_writes_outcomes_and_jobs_and_nothing_that_web_instances_agree_by()
    {
        var bucket = $"{Arn}s3:::awsense-archive-${{AWS::AccountId}}-${{AWS::Region}}";
        var statements = Statements(Synthesis.Of(), InstanceRole.Worker);

        var archive = statements
            .Where(statement => statement["Action"].Many().Any(action => action.Flat() == "s3:PutObject"))
            .SelectMany(statement => statement["Resource"].Many())
            .Select(TemplateReading.Flat)
            .Where(resource => resource.StartsWith(bucket, StringComparison.Ordinal));

        Assert.Equal([.. new[] { "results", "answers", "jobs", "ended", "by-name/results" }.Select(prefix => $"{bucket}/{prefix}/*")], archive);
    }

    [Fact]
    public void A_web_instance_changes_one_group_and_tags_its_instances_alone()
    {
        var statements = Statements(Synthesis.Of(), InstanceRole.Web).ToDictionary(statement => statement["Sid"].Flat());

        Assert.Equal($"{Arn}autoscaling:${{AWS::Region}}:${{AWS::AccountId}}:autoScalingGroup:*:autoScalingGroupName/awsense-workers", statements["ControlSetDesiredCapacity"]["Resource"].Flat());
        var tag = statements["ControlCreateTags"];
        Assert.Equal($"{Arn}ec2:${{AWS::Region}}:${{AWS::AccountId}}:instance/*", tag["Resource"].Flat());
        Assert.Equal("awsense-workers", tag["Condition"]!["StringEquals"]!["aws:ResourceTag/aws:autoscaling:groupName"].Flat());
        Assert.Equal("awsense:drain", tag["Condition"]!["ForAllValues:StringEquals"]!["aws:TagKeys"].Many().Single().Flat());
    }

    [Theory]
    [InlineData("direct", true)]
    [InlineData("hiResTargetTracking", false)]
    [InlineData("native", false)]
    public void Only_a_controller_that_sets_the_capacity_may(string mode, bool may)
    {
        var actions = Statements(Of(mode), InstanceRole.Web).SelectMany(statement => statement["Action"].Many()).Select(TemplateReading.Flat);

        Assert.Equal(may, actions.Contains("autoscaling:SetDesiredCapacity"));
    }

    [Fact]
    public void Only_instances_may_take_the_roles()
    {
        Assert.All(Synthesis.Of().Compute.Of("AWS::IAM::Role").Values, role =>
        {
            var trust = Assert.Single(role["AssumeRolePolicyDocument"]!.Statements());
            Assert.Equal("ec2.amazonaws.com", trust["Principal"]!["Service"].Flat());
        });
    }

    /// <summary>A synthesis in a mode; native needs a policy that AWS can follow by itself.</summary>
    private static Synthesis Of(string mode) => mode == "native" ? Synthesis.Of("policy=seed", "mode=native") : Synthesis.Of($"mode={mode}");

    private static string Queue(string name) => $"{Arn}sqs:${{AWS::Region}}:${{AWS::AccountId}}:{name}";

    private static IEnumerable<JsonObject> Statements(Synthesis synthesis, InstanceRole role) =>
        synthesis.Compute.The("AWS::IAM::Policy", $"{role}Role")["PolicyDocument"]!.Statements();

    private static IEnumerable<JsonObject> Allowed(JsonObject template) => template["Resources"]!.AsObject()
        .SelectMany(resource => new[] { "PolicyDocument", "AssumeRolePolicyDocument" }.Select(name => resource.Value!["Properties"]?[name]))
        .Where(policy => policy is not null)
        .SelectMany(policy => policy!.Statements())
        .Where(statement => statement["Effect"].Flat() == "Allow");
}
