namespace AWSense.Scaling.Aws;

/// <summary>What the resources are called that a plan is made for. A name may be a token that is resolved at deployment.</summary>
/// <param name="Group">The Auto Scaling group of the workers.</param>
/// <param name="RequestQueues">The request queues, at least one, that of the interactive lane first.</param>
public sealed record AwsNames(string Group, IReadOnlyList<string> RequestQueues);
