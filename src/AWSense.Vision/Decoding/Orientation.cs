using NetVips;

namespace AWSense.Vision.Decoding;

/// <summary>How a stored picture is to be turned to stand upright: the EXIF values 1 to 8.</summary>
/// <remarks>The crop is taken from the stored picture and only the crop is turned, so that a decoder can run from top to bottom.</remarks>
internal readonly record struct Orientation
{
    private readonly int exif;

    /// <param name="exif">The EXIF value; anything but 2 to 8 means upright.</param>
    public Orientation(int exif) => this.exif = exif is >= 2 and <= 8 ? exif : 1;

    /// <summary>Whether width and height change places.</summary>
    public bool SwapsAxes => exif >= 5;

    /// <summary>Whether nothing is to be turned.</summary>
    public bool IsUpright => exif == 1;

    private bool MirrorsStoredX => exif is 2 or 3 or 7 or 8;

    private bool MirrorsStoredY => exif is 3 or 4 or 6 or 7;

    /// <summary>Where the centred square of the upright picture lies in the stored one.</summary>
    /// <param name="width">Of the stored picture.</param>
    /// <param name="height">Of the stored picture.</param>
    /// <param name="side">Of the square.</param>
    public (int Left, int Top) CentredSquare(int width, int height, int side)
    {
        // Half pixels are rounded down in the upright picture, so where an axis is mirrored they are rounded up here.
        var (left, top) = ((width - side) / 2, (height - side) / 2);
        return (MirrorsStoredX ? width - side - left : left, MirrorsStoredY ? height - side - top : top);
    }

    /// <summary>Turns a picture that is held in memory.</summary>
    public Image Turn(Image stored) => exif switch
    {
        2 => stored.FlipHor(),
        3 => stored.Rot180(),
        4 => stored.FlipVer(),
        5 => Then(stored.Rot90(), image => image.FlipHor()),
        6 => stored.Rot90(),
        7 => Then(stored.Rot90(), image => image.FlipVer()),
        8 => stored.Rot270(),
        _ => stored,
    };

    private static Image Then(Image first, Func<Image, Image> step)
    {
        using (first)
        {
            return step(first);
        }
    }
}
