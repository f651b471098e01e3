using AWSense.Vision.Models;

namespace AWSense.Vision.Classification;

/// <summary>Makes confidences of a model's raw output.</summary>
/// <param name="Activation">What the output is.</param>
/// <param name="Max">The largest output.</param>
/// <param name="Sum">The sum of <c>exp(output − Max)</c> for softmax, otherwise 1.</param>
internal readonly record struct Confidences(Activation Activation, float Max, double Sum)
{
    /// <param name="model">The model's name, for messages.</param>
    /// <exception cref="ModelException">Some output is not a number or infinite: any order of labels would be made up.</exception>
    internal static Confidences Of(ReadOnlySpan<float> scores, Activation activation, string model)
    {
        var max = float.NegativeInfinity;
        foreach (var score in scores)
        {
            if (!float.IsFinite(score))
            {
                throw new ModelException(model, "Its output holds values that aren't finite numbers.");
            }

            max = Math.Max(max, score);
        }

        return new(activation, max, activation is Activation.Softmax ? SumOfExponentials(scores, max) : 1);
    }

    /// <summary>The confidence of one output, from 0 to 1.</summary>
    internal double this[float score] => Activation switch
    {
        Activation.Softmax => Math.Exp(score - Max) / Sum,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-score)),
        _ => Math.Clamp(score, 0, 1),
    };

    // The largest is taken off first, or large logits would overflow.
    private static double SumOfExponentials(ReadOnlySpan<float> scores, float max)
    {
        var sum = 0.0;
        foreach (var score in scores)
        {
            sum += Math.Exp(score - max);
        }

        return sum;
    }
}
