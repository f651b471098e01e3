using System.Globalization;
using System.Security.Cryptography;
using AWSense.Core.Models;
using AWSense.Vision.Classification;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;

namespace AWSense.Vision.Tests;

/// <summary>Pixels and answers equal those of the training side: reference.csv was made with Pillow and ONNX Runtime in Python.</summary>
public sealed class ReferenceTests
{
    private const double FloatTolerance = 1e-4;
    private const double Int8Tolerance = 0.02;

    private static readonly InstalledModels Models = InstalledModels.Open(SharedPictures.Models);
    private static readonly PictureDecoder Decoder = new(50_000_000);

    public static TheoryData<string> ModelNames => ["efficientnet-lite0-int8", "efficientnet-lite0", "efficientnet-lite2-int8"];

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void Samples_give_the_reference_pixels_and_answers(string model)
    {
        Assert.Equal(5, Check(model, Rows(Path.Combine(AppContext.BaseDirectory, "reference-samples.csv"))));
    }

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void All_shared_pictures_give_the_reference_pixels_and_answers(string model)
    {
        Assert.SkipWhen(SharedPictures.Folder is null, SharedPictures.Absent);

        Assert.Equal(329, Check(model, Rows(Path.Combine(SharedPictures.Folder, "models", "reference.csv"))));
    }

    private static IEnumerable<Reference> Rows(string path) => File.ReadLines(path).Skip(1).Select(Reference.Parse);

    private static int Check(string model, IEnumerable<Reference> rows)
    {
        using var cache = new ClassifierCache(Models);
        using var lease = cache.Rent(new ModelVersion(model, "1"));
        var tolerance = model.EndsWith("int8", StringComparison.Ordinal) ? Int8Tolerance : FloatTolerance;
        var pixels = new byte[lease.Preprocessing.PixelBytes];
        var wrong = new List<string>();
        var count = 0;
        foreach (var row in rows.Where(row => row.Model == model))
        {
            count++;
            var outcome = Decoder.Decode(File.ReadAllBytes(SharedPictures.Find(row.File)!), lease.Preprocessing, pixels);
            Assert.Null(outcome.Error);
            if (Convert.ToHexStringLower(SHA256.HashData(pixels)) != row.PixelsSha256)
            {
                wrong.Add($"{row.File}: pixels");
            }

            wrong.AddRange(row.Differences(lease.Classify(pixels, topK: 100, minConfidence: 0), tolerance));
        }

        Assert.Empty(wrong);
        return count;
    }

    private sealed record Reference(string File, string Model, string PixelsSha256, IReadOnlyList<(int Class, double Probability)> Best)
    {
        public static Reference Parse(string line)
        {
            var fields = line.Split(',');
            var best = fields.Skip(3).Chunk(2).Select(pair =>
                (int.Parse(pair[0], CultureInfo.InvariantCulture), double.Parse(pair[1], CultureInfo.InvariantCulture)));
            return new(fields[0], fields[1], fields[2], [.. best]);
        }

        public IEnumerable<string> Differences(IReadOnlyList<Core.Results.LabelScore> labels, double tolerance)
        {
            if (Best[0].Probability - Best[1].Probability > tolerance && labels[0].Index != Best[0].Class)
            {
                yield return $"{File}: best class {labels[0].Index}, not {Best[0].Class}";
            }

            foreach (var (index, probability) in Best)
            {
                var actual = labels.FirstOrDefault(label => label.Index == index)?.Confidence ?? 0;
                if (Math.Abs(actual - probability) > tolerance)
                {
                    yield return $"{File}: class {index} has {actual}, not {probability}";
                }
            }
        }
    }
}
