using AWSense.Core.Results;
using AWSense.Vision.Classification;
using AWSense.Vision.Models;
using AWSense.Vision.Tests.Models;

namespace AWSense.Vision.Tests.Classification;

public sealed class ClassifierTests : IDisposable
{
    private const int Size = 4;

    private readonly ModelsFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(TinyOnnx.Float, "NCHW")]
    [InlineData(TinyOnnx.Float, "NHWC")]
    [InlineData(TinyOnnx.UInt8, "NCHW")]
    [InlineData(TinyOnnx.UInt8, "NHWC")]
    public void Pixels_reach_the_graph_in_its_type_and_order(int type, string layout)
    {
        using var classifier = Load(type, layout, "sigmoid");

        var scores = classifier.Classify(Picture(51, 102, 204), topK: 3, minConfidence: 0).OrderBy(score => score.Index);

        // (byte / 255 − mean) / std with the means and deviations of the test's manifest; bytes as they are.
        double[] expected = type == TinyOnnx.Float ? [(0.2 - 0.5) / 0.5, (0.4 - 0.25) / 0.25, 0.8 / 2] : [51, 102, 204];
        Assert.Equal(expected.Select(value => 1 / (1 + Math.Exp(-value))), scores.Select(score => score.Confidence), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Softmax_adds_up_to_one_and_the_best_come_first()
    {
        using var classifier = Load(TinyOnnx.Float, "NCHW", "softmax");

        var scores = classifier.Classify(Picture(0, 0, 255), topK: 50, minConfidence: 0);

        Assert.Equal(["blue", "red", "green"], scores.Select(score => score.Label)); // 0.5, −1 and −1: the lower index first
        Assert.Equal(1, scores.Sum(score => score.Confidence), 1e-9);
    }

    [Fact]
    public void Labels_are_left_out_by_count_and_by_confidence()
    {
        using var classifier = Load(TinyOnnx.Float, "NCHW", "softmax");

        Assert.Equal("blue", Assert.Single(classifier.Classify(Picture(0, 0, 255), topK: 1, minConfidence: 0)).Label);
        Assert.Equal("blue", Assert.Single(classifier.Classify(Picture(0, 0, 255), topK: 3, minConfidence: 0.5)).Label);
        Assert.Empty(classifier.Classify(Picture(0, 0, 255), topK: 3, minConfidence: 0.99));
    }

    [Fact]
    public void Outputs_that_are_not_numbers_fail_the_picture_and_not_the_model()
    {
        folder.Add("logs", onnx: TinyOnnx.Create(TinyOnnx.Float, [-1, 3, Size, Size], 3, [.. TinyOnnx.ChannelMeans, "Log"]));
        using var classifier = Classifier.Load(folder.Open().Find("logs"));

        Assert.Throws<ModelException>(() => classifier.Classify(Picture(0, 0, 0), topK: 1, minConfidence: 0));
        Assert.Single(classifier.Classify(Picture(255, 255, 255), topK: 1, minConfidence: 0));
    }

    [Fact]
    public void A_model_that_does_not_fit_its_manifest_is_not_loaded()
    {
        folder.Add("odd", manifest => manifest["output"]!["name"] = "elsewhere");

        Assert.Contains("no output", Assert.Throws<ModelException>(() => Classifier.Load(folder.Open().Find("odd"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Four_threads_on_one_classifier_give_the_answers_of_one()
    {
        using var classifier = Classifier.Load(TestFiles.Models.Find("efficientnet-lite0-int8"));
        var pictures = Directory.GetFiles(TestFiles.Beside("samples"), "*.jpg").Select(file => Decode(file, classifier)).ToList();
        var alone = pictures.Select(pixels => classifier.Classify(pixels, topK: 5, minConfidence: 0)).ToList();
        var together = new IReadOnlyList<LabelScore>[40];

        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, at =>
            together[at] = classifier.Classify(pictures[at % pictures.Count], topK: 5, minConfidence: 0));

        Assert.All(Enumerable.Range(0, together.Length), at => Assert.Equal(alone[at % pictures.Count], together[at]));
    }

    [Fact]
    public void An_inference_allocates_its_answer_and_nothing_else()
    {
        using var classifier = Classifier.Load(TestFiles.Models.Find("efficientnet-lite0-int8"));
        var pixels = new byte[classifier.Preprocessing.PixelBytes];
        classifier.Classify(pixels, topK: 5, minConfidence: 0);

        var before = GC.GetAllocatedBytesForCurrentThread();
        classifier.Classify(pixels, topK: 5, minConfidence: 0);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024);
    }

    [Fact]
    public void Wrong_arguments_are_our_own_fault()
    {
        using var classifier = Load(TinyOnnx.Float, "NCHW", "softmax");

        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Classify(new byte[5], topK: 1, minConfidence: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => classifier.Classify(Picture(1, 2, 3), topK: 0, minConfidence: 0));
    }

    private static byte[] Decode(string file, Classifier classifier)
    {
        var pixels = new byte[classifier.Preprocessing.PixelBytes];
        TestFiles.Decoder.Decode(File.ReadAllBytes(file), classifier.Preprocessing, pixels);
        return pixels;
    }

    private static byte[] Picture(byte red, byte green, byte blue) =>
        [.. Enumerable.Repeat(new[] { red, green, blue }, Size * Size).SelectMany(pixel => pixel)];

    private Classifier Load(int type, string layout, string activation)
    {
        int[] shape = layout == "NCHW" ? [-1, 3, Size, Size] : [-1, Size, Size, 3];
        List<string> operators = [.. TinyOnnx.ChannelMeans];
        operators.InsertRange(0, layout == "NCHW" ? [] : ["Transpose"]);
        operators.InsertRange(0, type == TinyOnnx.Float ? [] : ["Cast"]);
        folder.Add(
            "means",
            manifest =>
            {
                manifest["input"]!["layout"] = layout;
                manifest["output"]!["activation"] = activation;
                if (type == TinyOnnx.UInt8)
                {
                    manifest["input"]!["type"] = "uint8";
                    manifest["input"]!.AsObject().Remove("mean");
                    manifest["input"]!.AsObject().Remove("std");
                }
            },
            TinyOnnx.Create(type, shape, 3, [.. operators]));
        return Classifier.Load(folder.Open().Find("means"));
    }
}
