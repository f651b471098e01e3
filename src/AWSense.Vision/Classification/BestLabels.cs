using AWSense.Core.Results;
using AWSense.Vision.Models;

namespace AWSense.Vision.Classification;

/// <summary>Turns a model's outputs into its best labels.</summary>
internal static class BestLabels
{
    /// <summary>The most confident labels, best first; of two alike, the one of the smaller index.</summary>
    /// <exception cref="ModelException">An output is no number.</exception>
    public static IReadOnlyList<LabelScore> Of(
        ReadOnlySpan<float> outputs, OutputActivation activation, IReadOnlyList<ClassLabel> labels, int topK, double minConfidence)
    {
        Span<int> best = stackalloc int[Math.Min(topK, outputs.Length)];
        var found = Select(outputs, best);
        var normalise = Normaliser(outputs, activation);
        var scores = new List<LabelScore>(found);
        foreach (var index in best[..found])
        {
            var confidence = Math.Clamp(normalise(outputs[index]), 0, 1);
            if (confidence < minConfidence)
            {
                break;
            }

            scores.Add(new(index, labels[index].Label, labels[index].Synset, Math.Round(confidence, 6)));
        }

        return scores;
    }

    // All activations grow with the output, so the order is that of the outputs themselves.
    private static int Select(ReadOnlySpan<float> outputs, Span<int> best)
    {
        var found = 0;
        for (var index = 0; index < outputs.Length; index++)
        {
            if (float.IsNaN(outputs[index]))
            {
                throw new ModelException($"The model's output for class {index} is no number.");
            }

            if (found == best.Length && outputs[index] <= outputs[best[^1]])
            {
                continue;
            }

            found = Math.Min(found + 1, best.Length);
            var place = found - 1;
            for (; place > 0 && outputs[best[place - 1]] < outputs[index]; place--)
            {
                best[place] = best[place - 1];
            }

            best[place] = index;
        }

        return found;
    }

    private static Func<float, double> Normaliser(ReadOnlySpan<float> outputs, OutputActivation activation)
    {
        switch (activation)
        {
            case OutputActivation.None:
                return output => output;
            case OutputActivation.Sigmoid:
                return output => 1 / (1 + Math.Exp(-output));
            default:
                var max = System.Numerics.Tensors.TensorPrimitives.Max(outputs);
                var sum = 0.0;
                foreach (var output in outputs)
                {
                    sum += Math.Exp(output - max);
                }

                return output => Math.Exp(output - max) / sum;
        }
    }
}
