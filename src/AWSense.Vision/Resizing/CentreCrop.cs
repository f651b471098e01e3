namespace AWSense.Vision.Resizing;

/// <summary>The square that is kept of a picture, in pixels of the upright picture.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Side">At least 1.</param>
internal readonly record struct CentreCrop(int Left, int Top, int Side)
{
    /// <summary>Step 3 of the contract in <c>models/README.md</c>.</summary>
    internal static CentreCrop Of(int width, int height, double fraction)
    {
        // Floor of a half more, since Math.Round would take halves to the even number.
        var side = Math.Max(1, (int)Math.Floor((Math.Min(width, height) * fraction) + 0.5));
        return new((width - side) / 2, (height - side) / 2, side);
    }
}
