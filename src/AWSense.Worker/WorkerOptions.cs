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

    /// <summary>Requests leased beyond the slots, so that the next picture is decoded while this one is classified. The default is 1.</summary>
    [Range(0, 16)]
    public int Prefetch { get; set; } = 1;

    /// <summary>Requests that are worked on at once: one for each slot, and those that are prefetched.</summary>
    internal int PlacesMax => Slots + Prefetch;

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
