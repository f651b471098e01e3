using AWSense.Vision.Decoding;

namespace AWSense.Vision.Tests.Decoding;

public sealed class JpegSegmentsTests
{
    private const string Jfif = "FFE0 0004 0000";
    private const string Exif = "FFE1 000A 457869660000 AABB";
    private const string Xmp = "FFE1 000A 687474703A2F 2F00";
    private const string Frame = "FFC0 0005 000000";
    private const string Scan = "FFDA 0003 00 123456";

    [Theory]
    [InlineData($"FFD8 {Jfif} {Frame} {Scan}", false)]
    [InlineData($"FFD8 {Jfif} {Xmp} FFDB 0003 00 FFC4 0003 00 FFDD 0003 00 FFFE 0003 00 {Frame} {Scan}", false)]
    [InlineData($"FFD8 {Exif} {Frame} {Scan}", true)]
    [InlineData($"FFD8 {Jfif} {Xmp} {Frame} {Exif} {Scan}", true)]
    [InlineData($"FFD8 {Jfif} FFFFFF {Exif} FFC2 0003 00 {Scan}", true)] // bytes to fill before a marker; progressive
    [InlineData($"FFD8 {Jfif} FFFF {Frame} {Scan} {Exif}", false)] // among the data it is none
    public void EXIF_is_found_before_the_data(string file, bool hasExif) => Assert.Equal(new JpegSegments(hasExif), Read(file));

    [Theory]
    [InlineData($"FFD8 {Jfif} {Scan}")] // no frame
    [InlineData($"FFD8 {Frame} {Frame} {Scan}")]
    [InlineData($"FFD8 FFC3 0005 000000 {Scan}")] // lossless
    [InlineData($"FFD8 FFC9 0005 000000 {Scan}")] // arithmetic codes
    [InlineData($"FFD8 FF01 {Exif} {Frame} {Scan}")] // a marker without a length
    [InlineData($"FFD8 FFD0 {Exif} {Frame} {Scan}")]
    [InlineData($"FFD8 {Jfif} 00 {Frame} {Scan}")] // something between
    [InlineData($"FFD8 {Jfif} {Frame}")]
    [InlineData("FFD8 FFE0 0100 00")] // longer than the file
    [InlineData($"FFD8 FFE0 0000 {Frame} {Scan}")] // shorter than itself
    [InlineData("FFD8")]
    [InlineData("FF")]
    [InlineData("")]
    public void What_is_no_photo_or_cannot_be_followed_is_left_to_others(string file) => Assert.Null(Read(file));

    private static JpegSegments? Read(string file) => JpegSegments.Read(Convert.FromHexString(file.Replace(" ", "", StringComparison.Ordinal)));
}
