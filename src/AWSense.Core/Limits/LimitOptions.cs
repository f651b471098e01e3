using System.ComponentModel.DataAnnotations;
using AWSense.Core.Requests;

namespace AWSense.Core.Limits;

/// <summary>How much the service takes on. Section <c>Limits</c>; no limit can be switched off.</summary>
public sealed class LimitOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Limits";

    /// <summary>The largest picture in bytes. The default is 10 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int UploadBytesMax { get; set; } = 10 * 1024 * 1024;

    /// <summary>Bytes of uploads that the web tier holds in memory at once. The default is 512 MiB.</summary>
    [Range(1024 * 1024, 1024L * 1024 * 1024 * 1024)]
    public long UploadBytesInMemoryMax { get; set; } = 512 * 1024 * 1024;

    /// <summary>The most pixels a picture may have, by its header. The default is 50 million.</summary>
    [Range(1, 1_000_000_000)]
    public long PixelsMax { get; set; } = 50_000_000;

    /// <summary>The most clients that wait for an answer at once. The default is 10,000.</summary>
    [Range(1, 1_000_000)]
    public int WaitersMax { get; set; } = 10_000;

    /// <summary>The most requests in the queue. The default is 1,000,000.</summary>
    [Range(1, 100_000_000)]
    public long QueueDepthMax { get; set; } = 1_000_000;

    /// <summary>A request that is leased later than this after its accept is completed as expired. The default is 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "14.00:00:00")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The same for the requests of a batch, which nobody waits for. The default is 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "14.00:00:00")]
    public TimeSpan BulkDeadline { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// What a worker that leased a request just before its deadline may need, its crashes and the retries after them included. A request
    /// without a sign of life behind that was never sent to the workers.
    /// </summary>
    public static TimeSpan OverdueGrace { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after its accept a request of a lane may be leased.</summary>
    public TimeSpan DeadlineOf(Lane lane) => lane == Lane.Bulk ? BulkDeadline : Deadline;

    /// <summary>The most bytes of a batch's upload. The default is 100 MiB.</summary>
    [Range(1024, 1024L * 1024 * 1024 * 1024)]
    public long BatchBytesMax { get; set; } = 100L * 1024 * 1024;

    /// <summary>The most bytes that an archive may unpack to. The default is 1 GiB.</summary>
    [Range(1024, 16L * 1024 * 1024 * 1024 * 1024)]
    public long BatchUnpackedBytesMax { get; set; } = 1024L * 1024 * 1024;

    /// <summary>The most pictures of a batch. The default is 10,000.</summary>
    [Range(1, 1_000_000)]
    public int BatchEntriesMax { get; set; } = 10_000;
}
