using AWSense.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision.Classification;

/// <summary>Writes pixels into a model's input tensor, in its type and layout.</summary>
internal sealed class TensorWriter
{
    private const int Channels = 3;

    private readonly ModelInput input;
    private readonly int size;
    private readonly byte[] bytes;
    private readonly float[] floats;
    private readonly float[] values;

    internal TensorWriter(ModelInput input, Preprocessing preprocessing)
    {
        this.input = input;
        size = preprocessing.Size;
        var isBytes = input.Type is TensorType.Bytes;
        bytes = isBytes ? new byte[preprocessing.PixelBytes] : [];
        floats = isBytes ? [] : new float[preprocessing.PixelBytes];
        values = ValuesOf(input.Normalisation);
    }

    /// <summary>A tensor over the memory that <see cref="Write"/> fills. It is disposed by the caller.</summary>
    internal OrtValue CreateTensor() => input.Type is TensorType.Bytes
        ? OrtValue.CreateTensorValueFromMemory(bytes, input.ShapeOf(size))
        : OrtValue.CreateTensorValueFromMemory(floats, input.ShapeOf(size));

    /// <param name="pixels">Rows of RGB pixels.</param>
    internal void Write(ReadOnlySpan<byte> pixels)
    {
        switch (input.Type, input.Layout)
        {
            case (TensorType.Bytes, TensorLayout.Nhwc):
                pixels.CopyTo(bytes);
                break;
            case (TensorType.Bytes, TensorLayout.Nchw):
                WritePlanes(pixels);
                break;
            case (_, TensorLayout.Nhwc):
                WriteFloats(pixels, pixelStep: Channels, channelStep: 1);
                break;
            default:
                WriteFloats(pixels, pixelStep: 1, channelStep: size * size);
                break;
        }
    }

    private void WritePlanes(ReadOnlySpan<byte> pixels)
    {
        var plane = size * size;
        for (var at = 0; at < plane; at++)
        {
            bytes[at] = pixels[at * Channels];
            bytes[plane + at] = pixels[(at * Channels) + 1];
            bytes[(2 * plane) + at] = pixels[(at * Channels) + 2];
        }
    }

    // A table of the 256 values of a channel is exact, and takes 0.1 ms where an inference takes 7: no vectors are needed.
    private void WriteFloats(ReadOnlySpan<byte> pixels, int pixelStep, int channelStep)
    {
        var red = values.AsSpan(0, 256);
        var green = values.AsSpan(256, 256);
        var blue = values.AsSpan(512, 256);
        var to = 0;
        for (var at = 0; at + 2 < pixels.Length; at += Channels, to += pixelStep)
        {
            floats[to] = red[pixels[at]];
            floats[to + channelStep] = green[pixels[at + 1]];
            floats[to + (2 * channelStep)] = blue[pixels[at + 2]];
        }
    }

    private static float[] ValuesOf(Normalisation? normalisation)
    {
        if (normalisation is null)
        {
            return [];
        }

        var values = new float[256 * Channels];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = (((at % 256) / 255f) - normalisation.Mean[at / 256]) / normalisation.Std[at / 256];
        }

        return values;
    }
}
