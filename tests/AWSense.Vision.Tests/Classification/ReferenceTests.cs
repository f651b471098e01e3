using System.Security.Cryptography;
using AWSense.Vision.Classification;

namespace AWSense.Vision.Tests.Classification;

/// <summary>Holds the pipeline against what the training side's Pillow and ONNX Runtime made of the same pictures.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("efficientnet-lite0-int8")]
    [InlineData("efficientnet-lite0")]
    [InlineData("efficientnet-lite2-int8")]
    public void The_samples_give_the_same_pixels_and_probabilities_as_in_training(string model) =>
        Compare(model, TestFiles.Beside("reference-samples.csv"), TestFiles.Beside(""), rows: 5);

    [Theory]
    [InlineData("efficientnet-lite0-int8")]
    [InlineData("efficientnet-lite0")]
    [InlineData("efficientnet-lite2-int8")]
    public void The_large_collection_gives_the_same_pixels_and_probabilities_as_in_training(string model) =>
        Compare(model, TestFiles.Shared("models/reference.csv"), TestFiles.Shared("images"), rows: 329);

    private static void Compare(string model, string referenceFile, string imagesFolder, int rows)
    {
        var reference = ReferenceRow.Read(referenceFile).Where(row => row.Model == model).ToList();
        Assert.Equal(rows, reference.Count);
        using var classifier = Classifier.Load(TestFiles.Models.Find(model));

        var faults = reference.SelectMany(row => Faults(classifier, row, imagesFolder)).ToList();

        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    private static IEnumerable<string> Faults(Classifier classifier, ReferenceRow row, string imagesFolder)
    {
        var pixels = new byte[classifier.Preprocessing.PixelBytes];
        var outcome = TestFiles.Decoder.Decode(File.ReadAllBytes(Path.Combine(imagesFolder, row.File)), classifier.Preprocessing, pixels);
        if (outcome.Error is not null)
        {
            yield return $"{row.File}: {outcome.Error}";
            yield break;
        }

        if (Convert.ToHexStringLower(SHA256.HashData(pixels)) != row.PixelsSha256)
        {
            yield return $"{row.File}: other pixels";
        }

        // The README of the models: floats agree to 1e-4; 8-bit models to 0.02, since processors round them differently.
        var tolerance = classifier.Model.Name.EndsWith("-int8", StringComparison.Ordinal) ? 0.02 : 1e-4;
        var all = classifier.Classify(pixels, topK: 1000, minConfidence: 0).ToDictionary(label => label.Index, label => label.Confidence);
        foreach (var (index, probability) in row.Best.Where(best => Math.Abs(all[best.Class] - best.Probability) > tolerance))
        {
            yield return $"{row.File}: class {index} has {all[index]:f6} and not {probability:f6}";
        }

        var isClear = row.Best[0].Probability - row.Best[1].Probability > tolerance;
        if (isClear && all.First().Key != row.Best[0].Class)
        {
            yield return $"{row.File}: the best class is {all.First().Key} and not {row.Best[0].Class}";
        }
    }
}
