using System.Diagnostics;
using AWSense.Core.Limits;
using AWSense.Hosting;
using AWSense.Vision.Classification;
using AWSense.Vision.Decoding;
using Microsoft.Extensions.Configuration;

namespace AWSense.Benchmarks;

/// <summary>What the cores can do at all: decode, crop, resize and inference in one process, with nothing around them.</summary>
internal static class RawLimit
{
    /// <returns>Pictures a second.</returns>
    public static double Measure(IReadOnlyList<byte[]> pictures, int threads, TimeSpan time)
    {
        var installation = Installation.Open(new ConfigurationBuilder().Build());
        using var models = new ClassifierCache(installation.Models);
        var decoder = new PictureDecoder(new LimitOptions().PixelsMax);
        var model = installation.Catalog.Default.Id;
        using (models.Rent(model))
        {
            // Loading isn't measured.
        }

        var next = -1;
        var began = Stopwatch.GetTimestamp();
        var working = Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            using var lease = models.Rent(model);
            var pixels = new byte[lease.Preprocessing.PixelBytes];
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                decoder.Decode(pictures[Interlocked.Increment(ref next) % pictures.Count], lease.Preprocessing, pixels);
                lease.Classify(pixels, topK: 5, minConfidence: 0);
            }
        })).ToList();
        working.ForEach(thread => thread.Start());
        working.ForEach(thread => thread.Join());
        return (next + 1) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
