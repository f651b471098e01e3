using AWSense.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision.Classification;

/// <summary>Input, output and their binding for one inference at a time; made once and used again and again.</summary>
internal sealed class InferenceSlot : IDisposable
{
    private readonly TensorWriter writer;
    private readonly OrtValue input;
    private readonly OrtValue output;
    private readonly OrtIoBinding binding;
    private readonly RunOptions options = new();
    private readonly float[] scores;

    internal InferenceSlot(InferenceSession session, ModelManifest manifest)
    {
        scores = new float[manifest.Labels.Count];
        writer = new TensorWriter(manifest.Input, manifest.Preprocessing);
        input = writer.CreateTensor();
        output = OrtValue.CreateTensorValueFromMemory(scores, [1, scores.Length]);
        binding = session.CreateIoBinding();
        binding.BindInput(manifest.Input.Name, input);
        binding.BindOutput(manifest.Output.Name, output);
    }

    /// <summary>Runs the graph on one picture.</summary>
    /// <returns>The output, good until the next run.</returns>
    /// <exception cref="OnnxRuntimeException">The graph failed.</exception>
    internal ReadOnlySpan<float> Run(InferenceSession session, ReadOnlySpan<byte> pixels)
    {
        writer.Write(pixels);
        session.RunWithBinding(options, binding);
        return scores;
    }

    public void Dispose()
    {
        binding.Dispose();
        output.Dispose();
        input.Dispose();
        options.Dispose();
    }
}
