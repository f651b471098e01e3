using System.Diagnostics;
using AWSense.Core.Images;
using AWSense.Core.Limits;
using AWSense.Vision.Classification;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;

namespace AWSense.Benchmarks;

/// <summary>What each step of a picture's way costs on one core: decode, crop and resize, inference of the default model.</summary>
/// <remarks>The steps of one picture follow each other, so that a busy machine slows all of them alike and the ratios stand.</remarks>
internal static class VisionBenchmark
{
    private const string Model = "efficientnet-lite0-int8";
    private const int Rounds = 5;
    private const double ResizeRatioMax = 0.10;
    private const double DecodeRatioMax = 0.33;

    /// <summary>Prints the median of each step and the ratios that are to hold.</summary>
    public static void Run(IReadOnlyList<byte[]> pictures)
    {
        var models = InstalledModels.Open(Path.Combine(AppContext.BaseDirectory, "models"));
        using var classifier = Classifier.Load(models.Find(Model));
        var decoder = new PictureDecoder(new LimitOptions().PixelsMax);
        var pixels = new byte[classifier.Preprocessing.PixelBytes];
        foreach (var picture in pictures)
        {
            Measure(picture, decoder, classifier, pixels); // warms up
        }

        var times = Enumerable.Range(0, Rounds)
            .SelectMany(_ => pictures.Select(picture => Measure(picture, decoder, classifier, pixels)))
            .ToList();
        Print([.. times.Select(time => time.Decode)], [.. times.Select(time => time.Resize)], [.. times.Select(time => time.Infer)]);
    }

    private static (double Decode, double Resize, double Infer) Measure(
        byte[] picture, PictureDecoder decoder, Classifier classifier, byte[] pixels)
    {
        var began = Stopwatch.GetTimestamp();
        using var file = new PictureFile(picture, ImageFormats.Detect(picture) ?? throw new FormatException("Not a picture."), TurboJpeg.Installed);
        using var decoded = file.Decode(classifier.Preprocessing);
        var decodedAt = Stopwatch.GetTimestamp();
        decoder.Shape(decoded, classifier.Preprocessing, pixels);
        var shapedAt = Stopwatch.GetTimestamp();
        classifier.Classify(pixels, topK: 5, minConfidence: 0);
        var inferredAt = Stopwatch.GetTimestamp();
        return (Milliseconds(began, decodedAt), Milliseconds(decodedAt, shapedAt), Milliseconds(shapedAt, inferredAt));
    }

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    private static void Print(double[] decode, double[] resize, double[] infer)
    {
        var (decodeMs, resizeMs, inferMs) = (Statistics.Median(decode), Statistics.Median(resize), Statistics.Median(infer));
        Console.WriteLine($"vision, median of {decode.Length} on one core");
        Console.WriteLine($"  decode           {decodeMs:0.000} ms ({(TurboJpeg.Installed is null ? "libvips" : "libjpeg-turbo, and libvips what it leaves")})");
        Console.WriteLine($"  crop and resize  {resizeMs:0.000} ms");
        Console.WriteLine($"  inference        {inferMs:0.000} ms ({Model})");
        PrintRatio("(crop and resize) / inference", resizeMs / inferMs, ResizeRatioMax);
        PrintRatio("decode / inference           ", decodeMs / inferMs, DecodeRatioMax);
    }

    private static void PrintRatio(string what, double ratio, double max) =>
        Console.WriteLine($"  {what} = {ratio:0.000}, wanted at most {max:0.00}: {(ratio <= max ? "holds" : "MISSED")}");
}
