using AWSense.Core.Images;
using AWSense.Core.Results;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Decoding;

/// <summary>Pixels that came as a tensor.</summary>
public sealed class PixelTensorTests
{
    private static readonly Preprocessing Wanted = new(24, 0.875, Rgb.White);
    private readonly PictureDecoder decoder = new(pixelsMax: 1_000_000);

    [Fact]
    public void They_are_taken_as_they_are()
    {
        var sent = new byte[Wanted.PixelBytes];
        new Random(1).NextBytes(sent);
        var pixels = new byte[Wanted.PixelBytes + 5];

        var outcome = decoder.Read((byte[])[.. PixelTensor.Header(24, 24), .. sent], Wanted, pixels);

        Assert.Equal(new ImageInfo("ppm", 24, 24, ""), outcome.Image);
        Assert.Equal(sent, pixels[..sent.Length]);
    }

    [Fact]
    public void Of_another_size_they_are_refused()
    {
        var outcome = decoder.Read((byte[])[.. PixelTensor.Header(25, 24), .. new byte[25 * 24 * 3]], Wanted, new byte[Wanted.PixelBytes]);

        Assert.Equal(ErrorCodes.ImageUnreadable, outcome.Error?.Code);
    }

    [Theory]
    [InlineData("P6\n1 1\n255\n12")]
    [InlineData("P6\n1 1\n255\n1234")]
    [InlineData("P6\n1 1\n65535\n123")]
    [InlineData("P6\n-1 -1\n255\n123")]
    [InlineData("P6\n0 0\n255\n")]
    [InlineData("P6\n99999999999 1\n255\n123")]
    [InlineData("P6\n2147483647 2147483647\n255\n123")]
    [InlineData("P6\n1")]
    [InlineData("P6")]
    [InlineData("")]
    public void What_only_looks_like_them_is_no_picture(string file) =>
        Assert.Equal(ErrorCodes.UnsupportedMediaType, decoder.Read(System.Text.Encoding.ASCII.GetBytes(file), Wanted, new byte[Wanted.PixelBytes]).Error?.Code);
}
