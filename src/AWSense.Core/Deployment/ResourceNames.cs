using System.Text.RegularExpressions;

namespace AWSense.Core.Deployment;

/// <summary>What the resources of one deployment on AWS are called, so that the infrastructure, the instances and the program agree without telling each other.</summary>
public sealed partial record ResourceNames
{
    /// <param name="prefix">What every name begins with: 3 to 20 small letters, digits and hyphens, a letter first, so that it may begin the name of a bucket.</param>
    /// <exception cref="ArgumentException">The prefix isn't like that.</exception>
    public ResourceNames(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        Prefix = Pattern().IsMatch(prefix)
            ? prefix
            : throw new ArgumentException($"\"{prefix}\" can't begin the names of buckets: take 3 to 20 small letters, digits and hyphens, a letter first and no hyphen last.");
    }

    /// <summary>What every name begins with. The usual one is <c>awsense</c>.</summary>
    public string Prefix { get; }

    /// <summary>The queue of what somebody waits for.</summary>
    public string InteractiveQueue => $"{Prefix}-interactive";

    /// <summary>The queue of what may wait.</summary>
    public string BulkQueue => $"{Prefix}-bulk";

    /// <summary>The request queues, the interactive one first.</summary>
    public IReadOnlyList<string> RequestQueues => [InteractiveQueue, BulkQueue];

    /// <summary>Where SQS puts a request that was delivered too often.</summary>
    public string DeadLetterQueue => $"{Prefix}-dead";

    /// <summary>Where processes tell that they are there.</summary>
    public string PresenceQueue => $"{Prefix}-presence";

    /// <summary>What the names of the web instances' response queues begin with; each instance makes its own.</summary>
    public string ReplyQueuePrefix => $"{Prefix}-reply-";

    /// <summary>The Auto Scaling group of the workers.</summary>
    public string WorkerGroup => $"{Prefix}-workers";

    /// <summary>The Auto Scaling group of the web instances.</summary>
    public string WebGroup => $"{Prefix}-web";

    /// <summary>The bucket of pictures, results and jobs, whose name is one of a kind in the world.</summary>
    public string ArchiveBucket(string account, string region) => $"{Prefix}-archive-{account}-{region}";

    /// <summary>The bucket of releases and hashed keys.</summary>
    public string ArtifactBucket(string account, string region) => $"{Prefix}-artifacts-{account}-{region}";

    /// <summary>The bucket of the instances' logs.</summary>
    public string LogBucket(string account, string region) => $"{Prefix}-logs-{account}-{region}";

    /// <summary>Key of a release in the artifact bucket.</summary>
    /// <param name="sha256">SHA-256 of the archive, in hexadecimal.</param>
    public static string ReleaseKey(string sha256) => $"releases/{sha256}.tar.gz";

    /// <summary>Key of the hashed API keys in the artifact bucket, the file <c>keys.json</c> of a data folder.</summary>
    public const string ApiKeysKey = "config/keys.json";

    [GeneratedRegex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$")]
    private static partial Regex Pattern();
}
