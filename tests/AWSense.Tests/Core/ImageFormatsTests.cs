using AWSense.Core.Images;

namespace AWSense.Tests.Core;

public sealed class ImageFormatsTests
{
    [Theory]
    [InlineData("FFD8FFE000104A464946", ImageFormat.Jpeg)]
    [InlineData("89504E470D0A1A0A0000", ImageFormat.Png)]
    [InlineData("474946383961", ImageFormat.Gif)]
    [InlineData("474946383761", ImageFormat.Gif)]
    [InlineData("49492A0008000000", ImageFormat.Tiff)]
    [InlineData("4D4D002A00000008", ImageFormat.Tiff)]
    [InlineData("52494646000000005745425056503820", ImageFormat.WebP)]
    [InlineData("0000001C667479706176696600000000617669666D696631", ImageFormat.Avif)]
    [InlineData("0000001C667479706D69663100000000617669666D696631", ImageFormat.Avif)] // a compatible brand
    public void A_format_is_told_by_its_first_bytes(string head, ImageFormat expected)
    {
        Assert.Equal(expected, ImageFormats.Detect(Convert.FromHexString(head)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FFD8")] // too short to tell
    [InlineData("424D36000000")] // BMP
    [InlineData("3C737667")] // SVG
    [InlineData("255044462D")] // PDF
    [InlineData("0000001C66747970686569630000000068656963")] // HEIC
    [InlineData("5249464600000000574156456D")] // a sound in the same container as WebP
    [InlineData("00000010667479706D69663161766966")] // the minor version isn't a brand
    public void Anything_else_is_none(string head)
    {
        Assert.Null(ImageFormats.Detect(Convert.FromHexString(head)));
    }

    [Fact]
    public void Only_known_names_get_a_media_type_that_a_browser_renders()
    {
        Assert.Equal("image/webp", ImageFormats.MediaTypeOf(ImageFormat.WebP.ToWireName()));
        Assert.Equal("application/octet-stream", ImageFormats.MediaTypeOf("svg"));
    }
}
