using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Resizing;

/// <summary>Steps 2 to 4 of <c>models/README.md</c> from its text alone, slow and plain, to hold the fast loops against.</summary>
internal static class ContractReference
{
    /// <summary>Turns, crops and resizes.</summary>
    internal static byte[] Shape(RgbGrid stored, int orientation, Preprocessing preprocessing)
    {
        var upright = Turn(stored, orientation);
        var side = Math.Max(1, (int)Math.Floor((Math.Min(upright.Width, upright.Height) * preprocessing.Fraction) + 0.5));
        var (left, top) = ((upright.Width - side) / 2, (upright.Height - side) / 2);
        return Resize(RgbGrid.Of(side, side, (x, y) => upright[left + x, top + y]), preprocessing.Size).ToBytes();
    }

    internal static RgbGrid Turn(RgbGrid grid, int orientation) => orientation switch
    {
        2 => Mirror(grid),
        3 => Mirror(Flip(grid)),
        4 => Flip(grid),
        5 => Transpose(grid),
        6 => Mirror(Transpose(grid)), // a quarter turn clockwise
        7 => Mirror(Flip(Transpose(grid))),
        8 => Flip(Transpose(grid)), // a quarter turn anticlockwise
        _ => grid,
    };

    /// <summary>Resizes a square: all rows, rounded to bytes, then all columns.</summary>
    internal static RgbGrid Resize(RgbGrid square, int size)
    {
        if (square.Width == size)
        {
            return square;
        }

        var rows = RgbGrid.Of(size, square.Height, (x, y) => Blend(square.Width, size, x, j => square[j, y]));
        return RgbGrid.Of(size, size, (x, y) => Blend(square.Height, size, y, j => rows[x, j]));
    }

    private static Rgb Blend(int n, int size, int i, Func<int, Rgb> input)
    {
        var scale = (double)n / size;
        var f = Math.Max(scale, 1);
        var support = 2 * f;
        var centre = (i + 0.5) * scale;
        var lo = Math.Max(0, (int)(centre - support + 0.5));
        var hi = Math.Min(n, (int)(centre + support + 0.5));
        var weights = Enumerable.Range(lo, hi - lo).Select(j => Cubic((j - centre + 0.5) / f)).ToArray();
        var sum = 0.0;
        Array.ForEach(weights, weight => sum += weight);
        var whole = weights.Select(weight => (long)Math.Round(weight / sum * (1 << 22), MidpointRounding.AwayFromZero)).ToArray();
        byte Channel(Func<Rgb, byte> channel)
        {
            var total = 1L << 21;
            for (var j = lo; j < hi; j++)
            {
                total += whole[j - lo] * channel(input(j));
            }

            return (byte)Math.Clamp(total >> 22, 0, 255);
        }

        return new(Channel(pixel => pixel.R), Channel(pixel => pixel.G), Channel(pixel => pixel.B));
    }

    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        if (x < 1)
        {
            return ((((A + 2) * x) - (A + 3)) * x * x) + 1;
        }

        return x < 2 ? ((((x - 5) * x) + 8) * x - 4) * A : 0;
    }

    private static RgbGrid Mirror(RgbGrid grid) => RgbGrid.Of(grid.Width, grid.Height, (x, y) => grid[grid.Width - 1 - x, y]);

    private static RgbGrid Flip(RgbGrid grid) => RgbGrid.Of(grid.Width, grid.Height, (x, y) => grid[x, grid.Height - 1 - y]);

    private static RgbGrid Transpose(RgbGrid grid) => RgbGrid.Of(grid.Height, grid.Width, (x, y) => grid[y, x]);
}
