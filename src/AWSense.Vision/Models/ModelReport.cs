using AWSense.Core.Results;

namespace AWSense.Vision.Models;

/// <summary>What a trial of a model showed.</summary>
/// <param name="Problems">What is wrong, a sentence each; empty when the model can be used.</param>
/// <param name="Best">The best labels of the trial picture; empty when it came to none.</param>
/// <param name="InferenceMs">Milliseconds of the second run, without loading; 0 when it came to none.</param>
public sealed record ModelReport(IReadOnlyList<string> Problems, IReadOnlyList<LabelScore> Best, double InferenceMs)
{
    /// <summary>Whether the model can be used.</summary>
    public bool IsSound => Problems.Count == 0;
}
