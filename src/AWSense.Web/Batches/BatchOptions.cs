using System.ComponentModel.DataAnnotations;

namespace AWSense.Web.Batches;

/// <summary>Batches. Section <c>Batch</c>.</summary>
public sealed class BatchOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Batch";

    /// <summary>How often an open upload tells that it lives; one that is silent for four times as long counts as cut. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an upload waits while the queue is full, before it is refused with 503. The default is 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan QueuePatience { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time between two looks at a batch, however many ask. The default is 500 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan Pace { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Silence after which an upload counts as cut.</summary>
    public TimeSpan SilenceMax => 4 * Heartbeat;
}
