namespace AWSense.Worker.Handling;

/// <summary>A decode or an inference did not end in time. Its thread can't be stopped, so the process has to end.</summary>
internal sealed class ProcessingHungException(string stage, TimeSpan timeout)
    : Exception($"The {stage} of the picture did not end within {timeout.TotalSeconds:0.###} s.");
