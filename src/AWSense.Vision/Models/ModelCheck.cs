using AWSense.Core.Results;
using AWSense.Vision.Classification;
using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision.Models;

/// <summary>Tries a model and tells in words what is wrong with it.</summary>
/// <param name="time">Measures the inference.</param>
public sealed class ModelCheck(TimeProvider time)
{
    private const int BestCount = 5;

    /// <summary>How far confidences may add up to something other than 1.</summary>
    private const double SumTolerance = 0.01;

    /// <summary>Checks the file's hash, compares the graph with the manifest, and runs it on a picture.</summary>
    /// <param name="pixels">A picture as the decoder makes it for the model; empty for one that is made up.</param>
    /// <returns>What it showed. A broken model is a report, never an exception.</returns>
    public ModelReport Run(InstalledModel model, ReadOnlyMemory<byte> pixels)
    {
        if (model.Manifest is not { } manifest)
        {
            return Broken(model.Fault!.Problems);
        }

        try
        {
            manifest.VerifyFile();
            using var session = OnnxSession.Open(manifest.ModelFile, manifest.Id.ToString());
            var problems = GraphFit.Problems(manifest, OnnxGraph.Of(session));
            return problems.Count > 0 ? Broken(problems) : Try(session, manifest, pixels.IsEmpty ? Pattern(manifest.Preprocessing) : pixels);
        }
        catch (ModelException exception)
        {
            return Broken(exception.Problems);
        }
        catch (OnnxRuntimeException exception)
        {
            return Broken([$"The graph fails when it is run: {exception.Message}"]);
        }
    }

    private ModelReport Try(InferenceSession session, ModelManifest manifest, ReadOnlyMemory<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, manifest.Preprocessing.PixelBytes, nameof(pixels));
        using var slot = new InferenceSlot(session, manifest);
        var black = slot.Run(session, new byte[manifest.Preprocessing.PixelBytes]).ToArray();
        var began = time.GetTimestamp();
        var scores = slot.Run(session, pixels.Span).ToArray();
        var elapsed = time.GetElapsedTime(began).TotalMilliseconds;
        IReadOnlyList<string> problems = [.. OutputProblems(scores, black, manifest.Output.Activation)];
        return new(problems, problems.Count == 0 ? Best(scores, manifest) : [], elapsed);
    }

    private static IEnumerable<string> OutputProblems(float[] scores, float[] black, Activation activation)
    {
        if (scores.Any(score => !float.IsFinite(score)))
        {
            yield return "The output holds values that aren't finite numbers.";
            yield break;
        }

        var isShares = scores.All(score => score is >= 0 and <= 1);
        var sum = scores.Sum(score => (double)score);
        if (activation is Activation.None && !isShares)
        {
            yield return "The activation is none, and the output holds values below 0 or above 1: logits want softmax or sigmoid.";
        }
        else if (activation is Activation.None && Math.Abs(sum - 1) > SumTolerance)
        {
            yield return $"The activation is none, and the output adds up to {sum:0.###} where probabilities add up to 1.";
        }
        else if (activation is not Activation.None && scores.Length > 1 && isShares && Math.Abs(sum - 1) <= SumTolerance)
        {
            yield return "The output is probabilities already: the activation must be none, or all labels come out about as likely.";
        }

        if (scores.AsSpan().SequenceEqual(black))
        {
            yield return "A picture gives the same output as a black one: the graph doesn't look at its input.";
        }
    }

    private static IReadOnlyList<LabelScore> Best(float[] scores, ModelManifest manifest) =>
        BestLabels.Of(scores, manifest, BestCount, minConfidence: 0);

    // Any picture with edges and colours does: the check is of numbers, not of labels.
    private static byte[] Pattern(Preprocessing preprocessing)
    {
        var pixels = new byte[preprocessing.PixelBytes];
        for (var at = 0; at < pixels.Length; at++)
        {
            pixels[at] = (byte)((at * 7) ^ (at / (preprocessing.Size * 3) * 5));
        }

        return pixels;
    }

    private static ModelReport Broken(IReadOnlyList<string> problems) => new(problems, [], 0);
}
