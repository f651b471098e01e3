namespace AWSense.Worker.Handling;

/// <summary>A decode or an inference did not end in time. Its thread can't be stopped, so the process has to end.</summary>
/// <param name="stage">As the timings name it: decode or infer.</param>
/// <param name="timeout">How long it was given.</param>
internal sealed class ProcessingHungException(string stage, TimeSpan timeout)
    : Exception($"The {(stage == "infer" ? "inference" : stage)} of the picture did not end within {timeout.TotalSeconds:0.###} s.")
{
    public string Stage { get; } = stage;
}
