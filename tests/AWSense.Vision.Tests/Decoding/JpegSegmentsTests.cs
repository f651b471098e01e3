using AWSense.Vision.Decoding;

namespace AWSense.Vision.Tests.Decoding;

public sealed class JpegSegmentsTests
{
    private const string Jfif = "FFE0 0004 0000";
    private const string Exif = "FFE1 000A 457869660000 AABB";
    private const string Xmp = "FFE1 000A 687474703A2F 2F00";
    private const string Scan = "FFDA 0003 00 123456";

    [Theory]
    [InlineData($"FFD8 {Jfif} {Scan}", false)]
    [InlineData($"FFD8 {Jfif} {Xmp} {Scan}", false)]
    [InlineData($"FFD8 {Exif} {Scan}", true)]
    [InlineData($"FFD8 {Jfif} {Xmp} {Exif} {Scan}", true)]
    [InlineData($"FFD8 {Jfif} FFFFFF {Exif} {Scan}", true)] // bytes to fill before a marker
    [InlineData($"FFD8 {Jfif} FFFF {Scan}", false)]
    [InlineData($"FFD8 {Jfif} {Scan} {Exif}", false)] // among the data it is none
    [InlineData($"FFD8 {Jfif}", true)]
    [InlineData("FFD8 FFE0 0100 00", true)] // longer than the file
    [InlineData("FFD8 FFE0 0000 00 12 34 56", true)] // shorter than itself
    [InlineData("FFD8", true)]
    [InlineData("FF", true)]
    [InlineData("", true)]
    public void EXIF_is_found_before_the_data_and_supposed_where_the_segments_cannot_be_followed(string file, bool mayHave) =>
        Assert.Equal(mayHave, JpegSegments.MayHaveExif(Convert.FromHexString(file.Replace(" ", "", StringComparison.Ordinal))));
}
