using AWSense.Core.Results;
using AWSense.Vision.Models;

namespace AWSense.Vision.Classification;

/// <summary>Makes labels of a model's raw output.</summary>
internal static class BestLabels
{
    /// <summary>Up to so many counts are kept on the stack.</summary>
    private const int StackMax = 64;

    /// <param name="scores">The output, a value for each class.</param>
    /// <param name="topK">The most labels, at least 1.</param>
    /// <param name="minConfidence">Labels below it are left out.</param>
    /// <returns>Best first; of equally good classes the one with the lower index is first.</returns>
    /// <exception cref="ModelException">Some value isn't a finite number.</exception>
    internal static IReadOnlyList<LabelScore> Of(ReadOnlySpan<float> scores, ModelManifest manifest, int topK, double minConfidence)
    {
        var count = Math.Min(topK, scores.Length);
        var confidences = Confidences.Of(scores, manifest.Output.Activation, manifest.Id.ToString());
        Span<int> best = count <= StackMax ? stackalloc int[count] : new int[count];
        TopClasses.Find(scores, best);
        var labels = new List<LabelScore>(count);
        foreach (var index in best)
        {
            var confidence = confidences[scores[index]];
            if (confidence < minConfidence)
            {
                break; // all that follow are worse
            }

            var label = manifest.Labels[index];
            labels.Add(new(index, label.Label, label.Synset, confidence));
        }

        return labels;
    }
}
