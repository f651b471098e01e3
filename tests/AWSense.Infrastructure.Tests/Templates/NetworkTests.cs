using AWSense.Infrastructure.Tests.Support;
using AWSense.Scaling.Aws;

namespace AWSense.Infrastructure.Tests.Templates;

/// <summary>Nothing comes in but through the load balancer.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void The_load_balancer_alone_takes_what_comes_from_outside()
    {
        var compute = Synthesis.Of("allow=203.0.113.0/24,198.51.100.0/24").Compute;
        var open = compute.Of("AWS::EC2::SecurityGroup").Where(group => group.Value["SecurityGroupIngress"] is not null).ToList();

        var balancer = Assert.Single(open);
        Assert.StartsWith("BalancerAccess", balancer.Key, StringComparison.Ordinal);
        Assert.Equal(
            [("203.0.113.0/24", "80"), ("198.51.100.0/24", "80")],
            balancer.Value["SecurityGroupIngress"].Many().Select(rule => (rule["CidrIp"].Flat(), rule["FromPort"].Flat())));
        var inner = Assert.Single(compute.Of("AWS::EC2::SecurityGroupIngress")).Value;
        Assert.StartsWith("${BalancerAccess", inner["SourceSecurityGroupId"].Flat(), StringComparison.Ordinal);
        Assert.StartsWith("${WebAccess", inner["GroupId"].Flat(), StringComparison.Ordinal);
        Assert.Equal("8081", inner["FromPort"].Flat());
    }

    [Fact]
    public void Instances_reach_aws_by_https_and_nothing_else()
    {
        var compute = Synthesis.Of().Compute;

        Assert.All(new[] { "WebAccess", "WorkerAccess" }, id =>
        {
            var rule = Assert.Single(compute.The("AWS::EC2::SecurityGroup", id)["SecurityGroupEgress"].Many());
            Assert.Equal(("tcp", "443", "443"), (rule["IpProtocol"].Flat(), rule["FromPort"].Flat(), rule["ToPort"].Flat()));
        });
    }

    [Fact]
    public void Subnets_are_public_there_is_no_nat_and_s3_has_an_endpoint()
    {
        var compute = Synthesis.Of().Compute;

        Assert.Equal(2, compute.Of("AWS::EC2::Subnet").Count);
        Assert.All(compute.Of("AWS::EC2::Subnet").Values, subnet => Assert.Equal("true", subnet["MapPublicIpOnLaunch"].Flat()));
        Assert.Empty(compute.Of("AWS::EC2::NatGateway"));
        var endpoint = Assert.Single(compute.Of("AWS::EC2::VPCEndpoint")).Value;
        Assert.Equal("Gateway", endpoint["VpcEndpointType"].Flat());
        Assert.EndsWith(".s3", endpoint["ServiceName"].Flat(), StringComparison.Ordinal);
        Assert.Equal(2, endpoint["RouteTableIds"].Many().Count);
        Assert.All(
            endpoint["PolicyDocument"]!.Statements().SelectMany(statement => statement["Resource"].Many()),
            resource => Assert.Contains(":s3:::awsense-", resource.Flat(), StringComparison.Ordinal));
    }

    [Fact]
    public void With_a_certificate_http_only_leads_to_https()
    {
        const string Certificate = "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d";
        var compute = Synthesis.Of($"certificate={Certificate}", "domain=pictures.example.com", "hostedZone=Z0123456789ABCDEFGHIJ").Compute;
        var listeners = compute.Of("AWS::ElasticLoadBalancingV2::Listener").Values.ToDictionary(listener => listener["Port"].Flat());

        Assert.Equal(Certificate, listeners["443"]["Certificates"]![0]!["CertificateArn"].Flat());
        Assert.StartsWith("ELBSecurityPolicy-TLS13", listeners["443"]["SslPolicy"].Flat(), StringComparison.Ordinal);
        Assert.Equal("redirect", listeners["80"]["DefaultActions"]![0]!["Type"].Flat());
        Assert.Equal("pictures.example.com.", Assert.Single(compute.Of("AWS::Route53::RecordSet")).Value["Name"].Flat());
        Assert.Equal("https://pictures.example.com/", compute["Outputs"]!["Address"]!["Value"].Flat());
    }

    [Fact]
    public void The_load_balancer_waits_longer_than_any_client()
    {
        var compute = Synthesis.Of().Compute;
        var attributes = compute.The("AWS::ElasticLoadBalancingV2::LoadBalancer", "Balancer")["LoadBalancerAttributes"].Many()
            .Concat(compute.The("AWS::ElasticLoadBalancingV2::TargetGroup", "WebTargets")["TargetGroupAttributes"].Many())
            .ToDictionary(attribute => attribute["Key"].Flat(), attribute => attribute["Value"].Flat());

        // POST / answers within ten minutes.
        Assert.Equal("660", attributes["idle_timeout.timeout_seconds"]);
        Assert.Equal("660", attributes["deregistration_delay.timeout_seconds"]);
        Assert.Equal("true", attributes["routing.http.drop_invalid_header_fields.enabled"]);
    }

    [Fact]
    public void A_page_stays_with_the_instance_that_rendered_it()
    {
        var attributes = Synthesis.Of().Compute.The("AWS::ElasticLoadBalancingV2::TargetGroup", "WebTargets")["TargetGroupAttributes"].Many()
            .ToDictionary(attribute => attribute["Key"].Flat(), attribute => attribute["Value"].Flat());

        Assert.Equal("true", attributes["stickiness.enabled"]);
        Assert.Equal("app_cookie", attributes["stickiness.type"]);
        Assert.Equal(BootPlan.PageCookie, attributes["stickiness.app_cookie.cookie_name"]);
    }
}
