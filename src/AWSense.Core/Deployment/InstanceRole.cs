namespace AWSense.Core.Deployment;

/// <summary>What an instance on AWS does.</summary>
public enum InstanceRole
{
    /// <summary>Takes pictures, answers, and steers the fleet: <c>awsense web</c>.</summary>
    Web = 0,

    /// <summary>Classifies: <c>awsense work</c>.</summary>
    Worker = 1,
}
