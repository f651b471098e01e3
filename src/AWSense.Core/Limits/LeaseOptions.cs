using System.ComponentModel.DataAnnotations;

namespace AWSense.Core.Limits;

/// <summary>How long a worker may keep a request. Section <c>Lease</c>.</summary>
public sealed class LeaseOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Lease";

    /// <summary>How long a lease lasts unless it is extended. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "12:00:00")]
    public TimeSpan Duration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two renewals. The default is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "06:00:00")]
    public TimeSpan Renewal { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Workers that may die of a redelivered picture before it is a dead letter. The default is 3.</summary>
    [Range(1, 100)]
    public int StartedMarksMax { get; set; } = 3;

    /// <summary>A decode that takes longer ends the worker; in the bulk lane, whose threads give way, 20 times as long. The default is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan DecodeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An inference that takes longer ends the worker. The default is 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan InferenceTimeout { get; set; } = TimeSpan.FromSeconds(60);
}
