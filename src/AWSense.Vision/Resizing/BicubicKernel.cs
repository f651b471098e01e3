namespace AWSense.Vision.Resizing;

/// <summary>The weights that turn one axis of <c>input</c> pixels into one of <c>output</c> pixels: bicubic, widened when it shrinks.</summary>
/// <remarks>
/// Source: Pillow's resize for 8-bit pictures (a = -0.5, 22 fraction bits). The arithmetic is in double until the last rounding; in
/// single precision other integers come out.
/// </remarks>
internal sealed class BicubicKernel
{
    /// <summary>Fraction bits of a weight.</summary>
    public const int FractionBits = 22;

    private const double Sharpness = -0.5;
    private const double Radius = 2;

    private readonly int[] starts;
    private readonly int[] counts;
    private readonly int[] weights;
    private readonly int stride;

    public BicubicKernel(int input, int output)
    {
        var scale = input / (double)output;
        var widening = Math.Max(scale, 1);
        var support = Radius * widening;
        stride = ((int)Math.Ceiling(support) * 2) + 1;
        starts = new int[output];
        counts = new int[output];
        weights = new int[output * stride];
        Span<double> exact = new double[stride];
        for (var index = 0; index < output; index++)
        {
            var centre = (index + 0.5) * scale;
            var start = Math.Max(0, (int)(centre - support + 0.5));
            var end = Math.Min(input, (int)(centre + support + 0.5));
            (starts[index], counts[index]) = (start, end - start);
            Weigh(exact[..(end - start)], start - centre + 0.5, widening);
            Round(exact[..(end - start)], weights.AsSpan(index * stride));
        }
    }

    /// <summary>The first input pixel that an output pixel is made of.</summary>
    public int Start(int output) => starts[output];

    /// <summary>The weights of the input pixels from <see cref="Start"/> on.</summary>
    public ReadOnlySpan<int> Weights(int output) => weights.AsSpan(output * stride, counts[output]);

    private static void Weigh(Span<double> taps, double first, double widening)
    {
        var sum = 0.0;
        for (var tap = 0; tap < taps.Length; tap++)
        {
            taps[tap] = Cubic((tap + first) / widening);
            sum += taps[tap];
        }

        if (sum != 0)
        {
            for (var tap = 0; tap < taps.Length; tap++)
            {
                taps[tap] /= sum;
            }
        }
    }

    private static void Round(ReadOnlySpan<double> exact, Span<int> rounded)
    {
        for (var tap = 0; tap < exact.Length; tap++)
        {
            rounded[tap] = (int)((exact[tap] * (1 << FractionBits)) + (exact[tap] < 0 ? -0.5 : 0.5));
        }
    }

    private static double Cubic(double distance)
    {
        var x = Math.Abs(distance);
        return x switch
        {
            < 1 => ((((Sharpness + 2) * x) - (Sharpness + 3)) * x * x) + 1,
            < 2 => ((((x - 5) * x) + 8) * x - 4) * Sharpness,
            _ => 0,
        };
    }
}
