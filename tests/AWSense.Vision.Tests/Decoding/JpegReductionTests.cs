using AWSense.Vision.Decoding;
using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Decoding;

public sealed class JpegReductionTests
{
    [Theory]
    [InlineData(127, 200, 1)]
    [InlineData(128, 200, 2)]  // exactly twice what is needed
    [InlineData(200, 255, 2)]
    [InlineData(256, 256, 4)]
    [InlineData(511, 900, 4)]
    [InlineData(900, 512, 8)]
    [InlineData(9000, 9000, 8)]
    public void The_largest_that_leaves_twice_the_needed_pixels_is_taken(int width, int height, int reduction) =>
        Assert.Equal(reduction, JpegReduction.Of(width, height, new Preprocessing(24, 0.75, Rgb.White)));
}
