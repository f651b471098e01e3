using System.ComponentModel.DataAnnotations;

namespace AWSense.Backends.Aws;

/// <summary>Where queues and objects are on AWS. Section <c>Aws</c>.</summary>
/// <remarks>
/// Credentials, region, profile and endpoints are found as every program that uses AWS's SDK finds them: <c>AWS_REGION</c>, <c>AWS_PROFILE</c>,
/// <c>AWS_ACCESS_KEY_ID</c>, <c>AWS_ENDPOINT_URL_SQS</c>, <c>AWS_ENDPOINT_URL_S3</c>, the shared files, the role of the instance.
/// </remarks>
public sealed class AwsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Aws";

    /// <summary>What the names of all queues begin with. The default is <c>awsense</c>.</summary>
    [RegularExpression("^[A-Za-z0-9_-]{1,40}$", ErrorMessage = "Aws:Prefix takes 1 to 40 letters, digits, hyphens and underscores.")]
    public string Prefix { get; set; } = "awsense";

    /// <summary>The bucket of pictures, results and jobs.</summary>
    [Required(ErrorMessage = "Aws:Bucket is missing: the bucket of pictures, results and jobs.")]
    [StringLength(63, MinimumLength = 3, ErrorMessage = "Aws:Bucket takes 3 to 63 characters.")]
    public string Bucket { get; set; } = "";

    /// <summary>With the layout <c>file-name</c>: the bucket of pictures under their file names. The default is none: they lie in <see cref="Bucket"/>, below <c>by-name/inputs/</c>.</summary>
    [StringLength(63, MinimumLength = 3, ErrorMessage = "Aws:InputBucket takes 3 to 63 characters.")]
    public string? InputBucket { get; set; }

    /// <summary>With the layout <c>file-name</c>: the bucket of labels. The default is none: they lie in <see cref="Bucket"/>, below <c>by-name/results/</c>.</summary>
    [StringLength(63, MinimumLength = 3, ErrorMessage = "Aws:ResultBucket takes 3 to 63 characters.")]
    public string? ResultBucket { get; set; }

    /// <summary>The region. The default is what the SDK finds: <c>AWS_REGION</c>, the profile, the instance's metadata.</summary>
    public string? Region { get; set; }

    /// <summary>The queue of what somebody waits for.</summary>
    public string InteractiveQueue => $"{Prefix}-interactive";

    /// <summary>The queue of what may wait.</summary>
    public string BulkQueue => $"{Prefix}-bulk";

    /// <summary>Where SQS puts a request that was delivered <see cref="DeliveriesMax"/> times.</summary>
    public string DeadLetterQueue => $"{Prefix}-dead";

    /// <summary>Where processes tell that they are there.</summary>
    public string PresenceQueue => $"{Prefix}-presence";

    /// <summary>What the names of the web instances' response queues begin with; each instance makes its own.</summary>
    public string ReplyQueuePrefix => $"{Prefix}-reply-";

    /// <summary>Deliveries of a request before SQS gives it up: a backstop behind the dead letters of our own.</summary>
    public const int DeliveriesMax = 100;
}
