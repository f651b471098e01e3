namespace AWSense.Vision.Decoding;

/// <summary>How a stored picture is turned upright, as steps through its pixels.</summary>
/// <param name="Start">The stored pixel that is upright pixel (0, 0), counted in pixels from the first.</param>
/// <param name="StepX">Stored pixels from one upright column to the next.</param>
/// <param name="StepY">Stored pixels from one upright row to the next.</param>
internal readonly record struct Turn(int Start, int StepX, int StepY)
{
    /// <summary>The turn that an EXIF orientation asks for; anything but 2 to 8 asks for none.</summary>
    /// <param name="width">Of the stored picture, in pixels.</param>
    /// <param name="height">Of the stored picture, in pixels.</param>
    internal static Turn Of(int orientation, int width, int height)
    {
        var lastColumn = width - 1;
        var lastRow = (height - 1) * width;
        return orientation switch
        {
            2 => new(lastColumn, -1, width),           // mirrored left-right
            3 => new(lastRow + lastColumn, -1, -width), // half turn
            4 => new(lastRow, 1, -width),              // mirrored top-bottom
            5 => new(0, width, 1),                     // transpose
            6 => new(lastRow, -width, 1),              // quarter turn clockwise
            7 => new(lastRow + lastColumn, -width, -1), // transverse
            8 => new(lastColumn, width, -1),           // quarter turn anticlockwise
            _ => new(0, 1, width),
        };
    }

    /// <summary>Whether an orientation makes rows of columns.</summary>
    internal static bool SwapsSides(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>The stored pixel of an upright one.</summary>
    internal int At(int x, int y) => Start + (x * StepX) + (y * StepY);
}
