using AWSense.Vision.Decoding;
using AWSense.Vision.Tests.Resizing;
using NetVips;

namespace AWSense.Vision.Tests.Decoding;

/// <summary>Makes files of pictures whose pixels are known.</summary>
internal static class PictureMaker
{
    internal static Image ToImage(RgbGrid grid)
    {
        LibVips.EnsureReady();
        return Image.NewFromMemory(grid.ToBytes(), grid.Width, grid.Height, 3, Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
    }

    /// <summary>The same picture with an EXIF orientation written into it.</summary>
    internal static Image Oriented(this Image image, int orientation) =>
        image.Mutate(fields => fields.Set(GValue.GIntType, "orientation", orientation));

    /// <summary>What libvips decodes of a JPEG at a reduction, not turned.</summary>
    internal static RgbGrid DecodeJpeg(byte[] file, int shrink)
    {
        using var image = Image.JpegloadBuffer(file, shrink: shrink);
        return RgbGrid.Of(image.Width, image.Height, image.WriteToMemory<byte>());
    }
}
