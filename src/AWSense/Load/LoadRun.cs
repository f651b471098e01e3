using AWSense.Load.Planning;
using AWSense.Load.Results;

namespace AWSense.Load;

/// <summary>Sends pictures as a plan says, and tells what came of it.</summary>
internal static class LoadRun
{
    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">What is sent.</param>
    /// <param name="progress">Told about four times a second; null for nobody.</param>
    /// <param name="interrupt">Ends the run; what is known by then is the result, and nothing is thrown.</param>
    public static Task<LoadResult> RunAsync(LoadPlan plan, IProgress<LoadProgress>? progress, CancellationToken interrupt) =>
        throw new NotSupportedException("The engine follows.");
}
