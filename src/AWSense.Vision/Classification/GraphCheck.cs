using AWSense.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision.Classification;

/// <summary>Compares a graph with its manifest.</summary>
internal static class GraphCheck
{
    /// <summary>What doesn't agree, in words; empty when all does.</summary>
    public static IReadOnlyList<string> Compare(InferenceSession session, ModelManifest manifest)
    {
        var problems = new List<string>();
        CheckInput(session, manifest, problems);
        CheckOutput(session, manifest, problems);
        return problems;
    }

    private static void CheckInput(InferenceSession session, ModelManifest manifest, List<string> problems)
    {
        if (!session.InputMetadata.TryGetValue(manifest.InputName, out var input))
        {
            problems.Add($"the graph has no input \"{manifest.InputName}\"; its inputs are {string.Join(", ", session.InputMetadata.Keys)}");
            return;
        }

        var type = manifest.FloatInput is null ? typeof(byte) : typeof(float);
        if (input.ElementType != type)
        {
            problems.Add($"the input's type is {input.ElementType.Name}, not {type.Name}");
        }

        var size = manifest.Preprocessing.Size;
        int[] wanted = manifest.Layout == TensorLayout.Nhwc ? [1, size, size, 3] : [1, 3, size, size];
        if (!Fits(input.Dimensions, wanted))
        {
            problems.Add($"the input's shape is [{Describe(input.Dimensions)}], which [{Describe(wanted)}] doesn't fit");
        }
    }

    private static void CheckOutput(InferenceSession session, ModelManifest manifest, List<string> problems)
    {
        if (!session.OutputMetadata.TryGetValue(manifest.OutputName, out var output))
        {
            problems.Add($"the graph has no output \"{manifest.OutputName}\"; its outputs are {string.Join(", ", session.OutputMetadata.Keys)}");
            return;
        }

        if (output.ElementType != typeof(float))
        {
            problems.Add($"the output's type is {output.ElementType.Name}, not Single");
        }

        if (!Fits(output.Dimensions, [1, manifest.Labels.Count]))
        {
            problems.Add($"the output's shape is [{Describe(output.Dimensions)}], but there are {manifest.Labels.Count} labels");
        }
    }

    // A dimension that is free is -1.
    private static bool Fits(int[] actual, int[] wanted) =>
        actual.Length == wanted.Length && actual.Zip(wanted).All(pair => pair.First == -1 || pair.First == pair.Second);

    private static string Describe(int[] shape) => string.Join(" × ", shape.Select(length => length == -1 ? "any" : $"{length}"));
}
