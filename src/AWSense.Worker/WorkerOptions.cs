using System.ComponentModel.DataAnnotations;

namespace AWSense.Worker;

/// <summary>One worker process. Section <c>Worker</c>.</summary>
public sealed class WorkerOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Worker";

    /// <summary>The worker's name, at most 64 characters. The default is made from machine and process.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string Id { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}"[..Math.Min(64, $"{Environment.MachineName}-{Environment.ProcessId}".Length)];

    /// <summary>Inferences side by side. The default is 1.</summary>
    [Range(1, 256)]
    public int Slots { get; set; } = 1;

    /// <summary>The most requests leased beyond the slots, so that a worker doesn't wait for the queue between two pictures. The default is 8.</summary>
    [Range(0, 16)]
    public int Prefetch { get; set; } = 8;

    /// <summary>Of these only as many are leased as are expected to begin within this time, and one in any case. The default is 50 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan PrefetchTime { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Pictures of a lane that are decoded or classified at once: one for each slot, and the next one, which is decoded ahead.</summary>
    internal int PicturesMax => Slots + Math.Min(1, Prefetch);

    /// <summary>The model that is loaded at start; its name.</summary>
    [Required]
    public string DefaultModel { get; set; } = "efficientnet-lite0-int8";

    /// <summary>Time added to every inference, so that scaling can be tried out with slow pictures. The default is 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:50")]
    public TimeSpan ServiceTime { get; set; }

    /// <summary>The longest wait of one receive. The default is 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:20")]
    public TimeSpan ReceiveWait { get; set; } = TimeSpan.FromSeconds(20);
}
