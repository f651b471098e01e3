namespace AWSense.Vision.Resizing;

/// <summary>Which input pixels make each output pixel along one axis, and with which weights: Pillow's bicubic with anti-aliasing.</summary>
/// <remarks>
/// Weights are integers of <see cref="FractionBits"/> fraction bits, computed in doubles: float32 gives other integers, and other pictures.
/// They are padded with zeros to groups of four, so that kernels need no remainder loop. Never changed after construction.
/// </remarks>
internal sealed class ResizeAxis
{
    /// <summary>Bits of a weight's fraction.</summary>
    internal const int FractionBits = 22;

    /// <summary>What a sum of weighted bytes starts with, so that the shift rounds.</summary>
    internal const int Half = 1 << (FractionBits - 1);

    /// <summary>Weights in a group.</summary>
    internal const int GroupSize = 4;

    /// <summary>Bits of a weight's lower part in <see cref="Pairs"/>; the upper part then fits 16 bits for weights below 2.</summary>
    internal const int LowBits = 8;

    /// <param name="input">Pixels there are, at least 1.</param>
    /// <param name="output">Pixels wanted, at least 1.</param>
    internal ResizeAxis(int input, int output)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(input, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(output, 1);
        Input = input;
        Output = output;
        First = new int[output];
        Offsets = new int[output + 1];
        var rows = new double[output][];
        for (var i = 0; i < output; i++)
        {
            rows[i] = WeightsOf(i, out First[i]);
            Offsets[i + 1] = Offsets[i] + ((rows[i].Length + GroupSize - 1) / GroupSize * GroupSize);
        }

        Weights = new int[Offsets[output]];
        for (var i = 0; i < output; i++)
        {
            Quantise(rows[i], Weights.AsSpan(Offsets[i]));
        }

        Pairs = ToPairs(Weights);
    }

    internal int Input { get; }

    internal int Output { get; }

    /// <summary>The first input pixel of each output pixel.</summary>
    internal int[] First { get; }

    /// <summary>Where the weights of each output pixel begin; one more entry tells the end.</summary>
    internal int[] Offsets { get; }

    /// <summary>The weights of all output pixels, in groups of four.</summary>
    internal int[] Weights { get; }

    /// <summary>
    /// The same weights for instructions that multiply pairs of 16-bit numbers: for each group the upper parts of the first two
    /// weights in one integer, their lower parts in the next, then the same of the other two.
    /// </summary>
    internal int[] Pairs { get; }

    // Step 4 of the contract in models/README.md, in its order of operations: another order gives other last bits.
    private double[] WeightsOf(int output, out int first)
    {
        var scale = (double)Input / Output;
        var filterScale = Math.Max(scale, 1);
        var support = 2 * filterScale;
        var centre = (output + 0.5) * scale;
        first = Math.Max(0, (int)(centre - support + 0.5));
        var end = Math.Min(Input, (int)(centre + support + 0.5));
        var weights = new double[end - first];
        var sum = 0.0;
        for (var j = first; j < end; j++)
        {
            sum += weights[j - first] = Cubic((j - centre + 0.5) / filterScale);
        }

        for (var j = 0; j < weights.Length; j++)
        {
            weights[j] /= sum;
        }

        return weights;
    }

    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        return x < 1 ? ((((A + 2) * x) - (A + 3)) * x * x) + 1
            : x < 2 ? ((((x - 5) * x) + 8) * x - 4) * A
            : 0;
    }

    private static void Quantise(double[] weights, Span<int> quantised)
    {
        for (var j = 0; j < weights.Length; j++)
        {
            quantised[j] = (int)Math.Round(weights[j] * (1 << FractionBits), MidpointRounding.AwayFromZero);
        }
    }

    private static int[] ToPairs(int[] weights)
    {
        var pairs = new int[weights.Length];
        for (var at = 0; at < weights.Length; at += 2)
        {
            var (even, odd) = (weights[at], weights[at + 1]);
            pairs[at] = Pack(checked((short)(even >> LowBits)), checked((short)(odd >> LowBits)));
            pairs[at + 1] = Pack((short)(even & ((1 << LowBits) - 1)), (short)(odd & ((1 << LowBits) - 1)));
        }

        return pairs;
    }

    private static int Pack(short even, short odd) => (ushort)even | (odd << 16);
}
