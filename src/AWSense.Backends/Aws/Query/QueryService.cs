namespace AWSense.Backends.Aws.Query;

/// <summary>A service of AWS that takes forms and answers in XML (the query protocol).</summary>
/// <param name="SigningName">Its name in signatures and host names.</param>
/// <param name="Version">The version of its interface.</param>
/// <param name="EndpointName">Its name behind <c>AWS_ENDPOINT_URL_</c>.</param>
internal sealed record QueryService(string SigningName, string Version, string EndpointName)
{
    /// <summary>EC2 Auto Scaling: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/Welcome.html.</summary>
    public static QueryService AutoScaling { get; } = new("autoscaling", "2011-01-01", "AUTO_SCALING");

    /// <summary>CloudWatch: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html.</summary>
    public static QueryService CloudWatch { get; } = new("monitoring", "2010-08-01", "CLOUDWATCH");

    /// <summary>EC2: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Welcome.html.</summary>
    public static QueryService Ec2 { get; } = new("ec2", "2016-11-15", "EC2");
}
