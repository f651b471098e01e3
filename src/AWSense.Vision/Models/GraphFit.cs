using Microsoft.ML.OnnxRuntime.Tensors;

namespace AWSense.Vision.Models;

/// <summary>Compares what a manifest says of its graph with what the graph says.</summary>
internal static class GraphFit
{
    /// <returns>Everything that doesn't fit, a sentence each; empty when the model can be run.</returns>
    internal static IReadOnlyList<string> Problems(ModelManifest manifest, OnnxGraph graph) =>
        [.. InputProblems(manifest, graph), .. OutputProblems(manifest, graph)];

    private static IEnumerable<string> InputProblems(ModelManifest manifest, OnnxGraph graph)
    {
        var input = graph.Inputs.FirstOrDefault(tensor => tensor.Name == manifest.Input.Name);
        if (input is null)
        {
            yield return $"The graph has no input \"{manifest.Input.Name}\"; it has {Names(graph.Inputs)}.";
            yield break;
        }

        if (graph.Inputs.Count > 1)
        {
            yield return $"The graph wants {graph.Inputs.Count} inputs ({Names(graph.Inputs)}); only one can be given.";
        }

        var type = manifest.Input.Type is TensorType.Bytes ? TensorElementType.UInt8 : TensorElementType.Float;
        if (input.Type != type)
        {
            yield return $"The manifest says that the input is {type}, the graph says {input.Type}.";
        }

        var expected = manifest.Input.ShapeOf(manifest.Preprocessing.Size);
        if (!Fits(input.Dimensions, expected))
        {
            yield return $"The graph's input has the dimensions {input.Shape}, which [{string.Join(", ", expected)}] doesn't fit.";
        }
    }

    private static IEnumerable<string> OutputProblems(ModelManifest manifest, OnnxGraph graph)
    {
        var output = graph.Outputs.FirstOrDefault(tensor => tensor.Name == manifest.Output.Name);
        if (output is null)
        {
            yield return $"The graph has no output \"{manifest.Output.Name}\"; it has {Names(graph.Outputs)}.";
            yield break;
        }

        if (output.Type is not TensorElementType.Float)
        {
            yield return $"The graph's output is {output.Type}; only Float is known.";
        }

        if (!Fits(output.Dimensions, [1, manifest.Labels.Count]))
        {
            yield return $"The graph's output has the dimensions {output.Shape}, and there are {manifest.Labels.Count} labels.";
        }
    }

    private static bool Fits(IReadOnlyList<int> dimensions, ReadOnlySpan<long> wanted)
    {
        if (dimensions.Count != wanted.Length)
        {
            return false;
        }

        for (var i = 0; i < wanted.Length; i++)
        {
            if (dimensions[i] >= 0 && dimensions[i] != wanted[i])
            {
                return false;
            }
        }

        return true;
    }

    private static string Names(IEnumerable<OnnxTensor> tensors) => string.Join(", ", tensors.Select(tensor => $"\"{tensor.Name}\""));
}
