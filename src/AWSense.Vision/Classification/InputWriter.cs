using AWSense.Vision.Models;

namespace AWSense.Vision.Classification;

/// <summary>Writes pixels as a model wants its input: as they are, or as floats, in either layout.</summary>
internal static class InputWriter
{
    private const int Channels = 3;

    /// <summary>For each channel the float of every byte value, (byte / 255 − mean) / std, so that a picture costs a look-up a value.</summary>
    public static float[][] Tables(FloatInput input) =>
        [.. Enumerable.Range(0, Channels).Select(channel => Table(input.Mean[channel], input.Std[channel]))];

    /// <summary>Writes the bytes of an uint8 input.</summary>
    public static void Write(ReadOnlySpan<byte> pixels, TensorLayout layout, Span<byte> tensor)
    {
        if (layout == TensorLayout.Nhwc)
        {
            pixels.CopyTo(tensor);
            return;
        }

        var plane = pixels.Length / Channels;
        for (var at = 0; at < plane; at++)
        {
            tensor[at] = pixels[at * Channels];
            tensor[plane + at] = pixels[(at * Channels) + 1];
            tensor[(2 * plane) + at] = pixels[(at * Channels) + 2];
        }
    }

    /// <summary>Writes the values of a float32 input.</summary>
    public static void Write(ReadOnlySpan<byte> pixels, TensorLayout layout, float[][] tables, Span<float> tensor)
    {
        var plane = pixels.Length / Channels;
        var (step, offset) = layout == TensorLayout.Nhwc ? (Channels, 1) : (1, plane);
        for (var channel = 0; channel < Channels; channel++)
        {
            var table = tables[channel];
            for (var at = 0; at < plane; at++)
            {
                tensor[(at * step) + (channel * offset)] = table[pixels[(at * Channels) + channel]];
            }
        }
    }

    private static float[] Table(float mean, float std) =>
        [.. Enumerable.Range(0, 256).Select(value => ((value / 255f) - mean) / std)];
}
