using System.ComponentModel.DataAnnotations;

namespace AWSense.Core.Archive;

/// <summary>How long the archive keeps what it has. Section <c>Archive</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Archive";

    /// <summary>How long an <c>Idempotency-Key</c> is known at least.</summary>
    public static readonly TimeSpan IdempotencyKeyAge = TimeSpan.FromHours(24);

    /// <summary>Older objects and job records are removed, and answered with 410. The default is 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "36500.00:00:00")]
    public TimeSpan AgeMax { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Over this many bytes the oldest objects of ended requests are removed. The default is 20 GiB.</summary>
    [Range(1024 * 1024, long.MaxValue)]
    public long BytesMax { get; set; } = 20L * 1024 * 1024 * 1024;

    /// <summary>Inputs of that age without an accepted request are removed. The default is 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:10:00", "365.00:00:00")]
    public TimeSpan UnacceptedAgeMax { get; set; } = TimeSpan.FromHours(24);

    /// <summary>With less free disk than this nothing is accepted. The default is 1 GiB.</summary>
    [Range(0, long.MaxValue)]
    public long FreeBytesMin { get; set; } = 1024L * 1024 * 1024;
}
