using AWSense.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision.Classification;

/// <summary>The input and output of one inference, allocated once and bound to the session, so that a run allocates nothing.</summary>
internal sealed class InferenceBuffers : IDisposable
{
    private readonly InferenceSession session;
    private readonly ModelManifest manifest;
    private readonly byte[] bytes;
    private readonly float[] floats;
    private readonly float[][] tables;
    private readonly float[] outputs;
    private readonly OrtValue input;
    private readonly OrtValue output;
    private readonly OrtIoBinding binding;
    private readonly RunOptions options = new();

    public InferenceBuffers(InferenceSession session, ModelManifest manifest)
    {
        this.session = session;
        this.manifest = manifest;
        var size = manifest.Preprocessing.Size;
        long[] shape = manifest.Layout == TensorLayout.Nhwc ? [1, size, size, 3] : [1, 3, size, size];
        outputs = GC.AllocateArray<float>(manifest.Labels.Count, pinned: true);
        var length = manifest.Preprocessing.PixelBytes;
        (bytes, floats, tables) = manifest.FloatInput is { } scaling
            ? (Array.Empty<byte>(), new float[length], InputWriter.Tables(scaling))
            : (new byte[length], Array.Empty<float>(), Array.Empty<float[]>());
        input = manifest.FloatInput is null ? OrtValue.CreateTensorValueFromMemory(bytes, shape) : OrtValue.CreateTensorValueFromMemory(floats, shape);
        output = OrtValue.CreateTensorValueFromMemory(outputs, [1, outputs.Length]);
        binding = session.CreateIoBinding();
        binding.BindInput(manifest.InputName, input);
        binding.BindOutput(manifest.OutputName, output);
    }

    /// <summary>Runs the model.</summary>
    /// <returns>Its outputs, until the next run.</returns>
    public ReadOnlySpan<float> Run(ReadOnlySpan<byte> pixels)
    {
        if (manifest.FloatInput is null)
        {
            InputWriter.Write(pixels, manifest.Layout, bytes);
        }
        else
        {
            InputWriter.Write(pixels, manifest.Layout, tables, floats);
        }

        session.RunWithBinding(options, binding);
        return outputs;
    }

    public void Dispose()
    {
        binding.Dispose();
        input.Dispose();
        output.Dispose();
        options.Dispose();
    }
}
