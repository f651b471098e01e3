using AWSense.Vision.Models;

namespace AWSense.Vision.Decoding;

/// <summary>How much smaller a JPEG is decoded, which its format gives almost for nothing.</summary>
internal static class JpegReduction
{
    /// <summary>Step 1 of the contract in <c>models/README.md</c>: 8, 4 or 2 where twice the needed pixels are left, and 1 where not.</summary>
    internal static int Of(int width, int height, Preprocessing preprocessing)
    {
        var needed = 2 * preprocessing.Size / preprocessing.Fraction;
        ReadOnlySpan<int> reductions = [8, 4, 2];
        foreach (var reduction in reductions)
        {
            if ((double)Math.Min(width, height) / reduction >= needed)
            {
                return reduction;
            }
        }

        return 1;
    }
}
