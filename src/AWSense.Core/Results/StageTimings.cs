namespace AWSense.Core.Results;

/// <summary>Where a request's time went, in milliseconds, stage by stage; null for a stage that isn't known or didn't happen.</summary>
/// <remarks>
/// <para>The stages don't overlap. The archived result holds <c>accept</c> and the worker's stages up to <c>infer</c>; the answer over HTTP adds the rest.</para>
/// <para><c>queue</c> is what is left of the total when all others are taken off, so clocks of two machines can't make it negative.</para>
/// </remarks>
public sealed record StageTimings
{
    /// <summary>Reading, checking and storing the upload, up to handing the message to the queue.</summary>
    public double? Accept { get; init; }

    /// <summary>Waiting for a worker, and travelling to it.</summary>
    public double? Queue { get; init; }

    /// <summary>The worker's read of the picture from the archive.</summary>
    public double? Fetch { get; init; }

    /// <summary>Decoding, turning, cropping and resizing.</summary>
    public double? Decode { get; init; }

    /// <summary>Waiting in the worker: for its turn to be decoded, for a free slot, and for the model to be loaded when it wasn't.</summary>
    public double? Wait { get; init; }

    /// <summary>The model's run and the choice of the best labels.</summary>
    public double? Infer { get; init; }

    /// <summary>Writing the result.</summary>
    public double? Archive { get; init; }

    /// <summary>From the archived result to the waiting client.</summary>
    public double? Reply { get; init; }

    /// <summary>From the first byte of the HTTP request to the answer.</summary>
    public double? Total { get; init; }

    /// <summary>The stages in the order they happen, without the total.</summary>
    public IEnumerable<(string Stage, double Milliseconds)> Enumerate()
    {
        (string, double?)[] stages =
        [
            ("accept", Accept), ("queue", Queue), ("fetch", Fetch), ("decode", Decode),
            ("wait", Wait), ("infer", Infer), ("archive", Archive), ("reply", Reply),
        ];
        foreach (var (stage, milliseconds) in stages)
        {
            if (milliseconds is { } known)
            {
                yield return (stage, known);
            }
        }
    }

    /// <summary>Sets the total, and the queue stage to what the other stages leave of it.</summary>
    public StageTimings WithTotal(double totalMilliseconds)
    {
        var others = (this with { Queue = null }).Enumerate().Sum(stage => stage.Milliseconds);
        return this with { Queue = Math.Max(0, totalMilliseconds - others), Total = totalMilliseconds };
    }
}
