using AWSense.Core.Limits;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;
using AWSense.Vision.Tests.Resizing;
using CsCheck;
using NetVips;

namespace AWSense.Vision.Tests.Decoding;

/// <summary>libjpeg-turbo and libvips must be the same to whoever sends a picture.</summary>
public sealed class TurboJpegTests
{
    private static readonly Preprocessing Wanted = new(24, 0.875, Rgb.White);
    private static readonly PictureDecoder ByLibVips = new(new LimitOptions().PixelsMax, turboJpeg: null);

    private static TurboJpeg Installed
    {
        get
        {
            Assert.SkipWhen(TurboJpeg.Installed is null, "This machine has no libturbojpeg (Debian's libturbojpeg0).");
            return TurboJpeg.Installed!;
        }
    }

    [Fact]
    public void The_samples_have_the_same_pixels() => Compare(TestFiles.Beside("samples"), 5);

    [Theory]
    [InlineData("dev", 200)]
    [InlineData("large", 24)]
    [InlineData("imagenet-100", 100)]
    [InlineData("odd", 80)]
    public void So_have_large_and_odd_pictures_or_the_same_fault(string collection, int count) => Compare(TestFiles.Shared($"images/{collection}"), count);

    [Theory]
    [InlineData(100, 80)]
    [InlineData(120, 111)]
    [InlineData(223, 300)]
    [InlineData(440, 448)]
    [InlineData(447, 601)]
    public void Reduced_pictures_have_the_same_pixels_at_odd_sides_too(int width, int height)
    {
        using var image = PictureMaker.ToImage(RgbGrid.Noise(width, height, 3));

        AssertSame(image.JpegsaveBuffer(q: 90), $"{width} × {height}", new(new LimitOptions().PixelsMax, Installed));
    }

    /// <summary>Bytes that strangers have changed or cut off: whatever one decoder makes of them, the other does, too.</summary>
    [Fact]
    public void Damaged_photos_end_the_same_way()
    {
        var photos = Directory.GetFiles(TestFiles.Beside("samples"), "*.jpg").Select(File.ReadAllBytes).ToArray();
        var decoder = new PictureDecoder(new LimitOptions().PixelsMax, Installed);
        var change = Gen.Select(Gen.Double[0, 1], Gen.Byte);

        Gen.Select(Gen.Int[0, photos.Length - 1], change.Array[1, 6], Gen.Int[0, 3]).Sample(
            (photo, changes, cut) =>
            {
                var file = photos[photo].ToArray();
                foreach (var (place, value) in changes)
                {
                    // Half of them among the headers, which are a small part of a file.
                    var length = value % 2 == 0 ? Math.Min(700, file.Length) : file.Length;
                    file[Math.Min((int)(place * length), length - 1)] = value;
                }

                AssertSame(cut == 0 ? file[..(int)(changes[0].Item1 * file.Length)] : file, $"photo {photo}", decoder);
            },
            iter: 300);
    }

    [Fact]
    public void It_decodes_photos_and_grey_pictures_and_leaves_what_has_a_fault()
    {
        var photo = File.ReadAllBytes(TestFiles.Beside("samples/chelsea.jpg"));
        using var noise = PictureMaker.ToImage(RgbGrid.Noise(40, 30, 1));
        var grey = noise.Colourspace(Enums.Interpretation.Bw).JpegsaveBuffer();
        var cmyk = noise.Colourspace(Enums.Interpretation.Cmyk).JpegsaveBuffer();

        Assert.True(IsDecoded(photo));
        Assert.True(IsDecoded(grey));
        Assert.False(IsDecoded(cmyk));
        Assert.False(IsDecoded(photo[..^2000]));
    }

    private static void Compare(string folder, int count)
    {
        var decoder = new PictureDecoder(new LimitOptions().PixelsMax, Installed);
        var files = Directory.GetFiles(folder).Where(file => Path.GetExtension(file) is not ".csv").ToList();

        Assert.InRange(files.Count, count, int.MaxValue);
        foreach (var file in files)
        {
            AssertSame(File.ReadAllBytes(file), Path.GetFileName(file), decoder);
        }
    }

    private static void AssertSame(byte[] file, string name, PictureDecoder decoder)
    {
        foreach (var preprocessing in new[] { Wanted, new Preprocessing(224, 0.875, Rgb.White) })
        {
            var (expected, actual) = (new byte[preprocessing.PixelBytes], new byte[preprocessing.PixelBytes]);
            var libVips = ByLibVips.Decode(file, preprocessing, expected);
            var turboJpeg = decoder.Decode(file, preprocessing, actual);

            Assert.Equal((name, libVips), (name, turboJpeg));
            Assert.True(!libVips.IsDecoded || expected.AsSpan().SequenceEqual(actual), $"{name} has other pixels at {preprocessing.Size}.");
        }
    }

    private static bool IsDecoded(byte[] file)
    {
        using var decoded = Installed.ReadHeader(file) is { } header ? Installed.Decode(file, header, reduction: 1, orientation: 1) : null;
        return decoded is not null;
    }
}
