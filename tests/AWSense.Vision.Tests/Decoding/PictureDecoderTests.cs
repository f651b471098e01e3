using AWSense.Core.Results;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;
using AWSense.Vision.Tests.Resizing;
using NetVips;

namespace AWSense.Vision.Tests.Decoding;

public sealed class PictureDecoderTests
{
    private static readonly Preprocessing Wanted = new(24, 0.875, Rgb.White);

    public static TheoryData<int> Orientations => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Orientations))]
    public void A_PNG_is_turned_exactly_as_its_orientation_says(int orientation)
    {
        var stored = RgbGrid.Noise(61, 40, orientation);
        using var image = PictureMaker.ToImage(stored).Oriented(orientation);

        AssertShape(stored, orientation, Wanted, image.PngsaveBuffer(), "png");
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void WebP_and_TIFF_are_turned_too(int orientation)
    {
        var stored = RgbGrid.Noise(37, 52, orientation);
        using var image = PictureMaker.ToImage(stored).Oriented(orientation);

        AssertShape(stored, orientation, Wanted, image.WebpsaveBuffer(lossless: true, exact: true), "webp");
        AssertShape(stored, orientation, Wanted, image.TiffsaveBuffer(), "tiff");
    }

    [Theory]
    [InlineData(100, 80, 1, 1)]
    [InlineData(120, 111, 2, 4)]
    [InlineData(223, 300, 4, 6)]  // odd sides: a partial column is dropped
    [InlineData(440, 450, 8, 5)]
    [InlineData(447, 600, 8, 8)]
    public void A_JPEG_is_decoded_at_the_reduction_of_the_contract(int width, int height, int reduction, int orientation)
    {
        using var image = PictureMaker.ToImage(RgbGrid.Noise(width, height, 3)).Oriented(orientation);
        var file = image.JpegsaveBuffer(q: 90);

        Assert.Equal(reduction, JpegReduction.Of(width, height, Wanted));
        AssertShape(PictureMaker.DecodeJpeg(file, reduction), orientation, Wanted, file, "jpeg", width, height);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(7, 500)]
    [InlineData(500, 3)]
    [InlineData(2, 2)]
    public void Tiny_pictures_are_exact(int width, int height)
    {
        var stored = RgbGrid.Noise(width, height, 8);
        using var image = PictureMaker.ToImage(stored).Oriented(6);

        AssertShape(stored, 6, TestFiles.DefaultPreprocessing, image.PngsaveBuffer(), "png");
    }

    [Fact]
    public void Grey_is_repeated_and_alpha_is_laid_on_the_background()
    {
        var grid = RgbGrid.Noise(30, 30, 4);
        using var image = PictureMaker.ToImage(grid);
        using var grey = image[0].Copy(interpretation: Enums.Interpretation.Bw);
        using var greyAlpha = grey.Bandjoin(image[1]);
        using var rgba = image.Bandjoin(image[2]);
        var wanted = new Preprocessing(11, 1, new Rgb(10, 200, 90));
        static byte Over(int value, int alpha, int background) => (byte)Math.Round(((value * alpha) + (background * (255 - alpha))) / 255.0);

        AssertShape(Map(grid, p => new(p.R, p.R, p.R)), 1, wanted, grey.PngsaveBuffer(), "png");
        AssertShape(
            Map(grid, p => new(Over(p.R, p.G, 10), Over(p.R, p.G, 200), Over(p.R, p.G, 90))), 1, wanted, greyAlpha.PngsaveBuffer(), "png");
        AssertShape(
            Map(grid, p => new(Over(p.R, p.B, 10), Over(p.G, p.B, 200), Over(p.B, p.B, 90))), 1, wanted, rgba.PngsaveBuffer(), "png");
    }

    [Fact]
    public void Of_16_bits_the_high_byte_counts()
    {
        var grid = RgbGrid.Noise(26, 31, 4);
        using var deep = (PictureMaker.ToImage(grid) * 256 + 255).Cast(Enums.BandFormat.Ushort).Copy(interpretation: Enums.Interpretation.Rgb16);

        AssertShape(grid, 1, Wanted, deep.PngsaveBuffer(bitdepth: 16), "png");
    }

    [Fact]
    public void Only_the_first_frame_of_an_animation_is_decoded()
    {
        using var frame = PictureMaker.ToImage(RgbGrid.Of(32, 32, (_, _) => new(200, 0, 0)));
        using var other = PictureMaker.ToImage(RgbGrid.Of(32, 32, (_, _) => new(0, 0, 200)));
        using var frames = frame.Join(other, Enums.Direction.Vertical).Mutate(fields => fields.Set(GValue.GIntType, "page-height", 32));
        var pixels = new byte[Wanted.PixelBytes];

        var outcome = TestFiles.Decoder.Decode(frames.WebpsaveBuffer(lossless: true), Wanted, pixels);

        Assert.Equal(new ImageInfo("webp", 32, 32, ""), outcome.Image);
        Assert.Equal<byte>([200, 0, 0], pixels[^3..]);
    }

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(101, 100, false)]
    public void A_picture_may_have_as_many_pixels_as_the_limit_says_and_no_more(int width, int height, bool isDecoded)
    {
        using var image = PictureMaker.ToImage(RgbGrid.Noise(width, height, 1));

        var outcome = new PictureDecoder(pixelsMax: 10_000).Decode(image.PngsaveBuffer(), Wanted, new byte[Wanted.PixelBytes]);

        Assert.Equal(isDecoded, outcome.IsDecoded);
        Assert.Equal(isDecoded ? null : ErrorCodes.ImageTooLarge, outcome.Error?.Code);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")]
    [InlineData("%PDF-1.4\n")]
    [InlineData("BM\u0001\u0002 a bitmap")]
    [InlineData("id,a,b\n1,2,3\n")]
    [InlineData("")]
    public void Formats_outside_the_list_are_refused_by_content(string content)
    {
        var outcome = TestFiles.Decoder.Decode(System.Text.Encoding.Latin1.GetBytes(content), Wanted, new byte[Wanted.PixelBytes]);

        Assert.Equal(ErrorCodes.UnsupportedMediaType, outcome.Error?.Code);
    }

    [Fact]
    public void Loaders_outside_the_list_are_closed_in_libvips_itself()
    {
        LibVips.EnsureReady();

        Assert.Throws<VipsException>(() => Image.NewFromBuffer("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"u8.ToArray()));
    }

    [Fact]
    public void Threads_may_share_a_decoder()
    {
        var file = File.ReadAllBytes(TestFiles.Beside("samples/china.jpg"));
        var preprocessing = TestFiles.DefaultPreprocessing;
        var tensors = new byte[8][];

        Parallel.For(0, tensors.Length, at =>
        {
            tensors[at] = new byte[preprocessing.PixelBytes];
            TestFiles.Decoder.Decode(file, preprocessing, tensors[at]);
        });

        Assert.All(tensors, tensor => Assert.Equal(tensors[0], tensor));
    }

    [Fact]
    public void Room_for_too_few_pixels_is_our_own_fault() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TestFiles.Decoder.Decode(new byte[9], Wanted, new byte[Wanted.PixelBytes - 1]));

    private static RgbGrid Map(RgbGrid grid, Func<Rgb, Rgb> map) => RgbGrid.Of(grid.Width, grid.Height, (x, y) => map(grid[x, y]));

    private static void AssertShape(
        RgbGrid stored, int orientation, Preprocessing preprocessing, byte[] file, string format, int? width = null, int? height = null)
    {
        var pixels = new byte[preprocessing.PixelBytes];

        var outcome = TestFiles.Decoder.Decode(file, preprocessing, pixels);

        var (w, h) = (width ?? stored.Width, height ?? stored.Height);
        Assert.Equal(orientation >= 5 ? new(format, h, w, "") : new ImageInfo(format, w, h, ""), outcome.Image);
        Assert.Equal(ContractReference.Shape(stored, orientation, preprocessing), pixels);
    }
}
