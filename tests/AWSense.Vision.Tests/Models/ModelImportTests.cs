using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Models;

public sealed class ModelImportTests : IDisposable
{
    private readonly ModelsFolder folder = new();
    private readonly ModelsFolder elsewhere = new();

    public void Dispose()
    {
        folder.Dispose();
        elsewhere.Dispose();
    }

    [Fact]
    public void A_copied_model_is_added_and_answers_like_the_original()
    {
        var original = TestFiles.Models.Find("efficientnet-lite0-int8");
        var import = ModelImport.Inspect(original.ModelFile);
        var answers = new ModelAnswers
        {
            Name = "copy",
            LabelsFile = Path.Combine(TestFiles.ModelsFolder, "imagenet-1k.json"),
            Fraction = 0.875,
            Activation = Activation.Softmax,
        };

        var manifest = import.Write(Path.Combine(folder.Root, "new"), answers);

        Assert.Equal(new GraphFacts("pixels", TensorType.Bytes, TensorLayout.Nhwc, 224, "logits", 1000), import.Facts);
        Assert.Equal((original.Sha256, original.Input, original.Preprocessing, original.Output), (manifest.Sha256, manifest.Input, manifest.Preprocessing, manifest.Output));
        Assert.Equal(original.Labels, manifest.Labels);
        var report = new ModelCheck(TimeProvider.System).Run(InstalledModels.Open(Path.Combine(folder.Root, "new")).All[0], ReadOnlyMemory<byte>.Empty);
        Assert.True(report.IsSound, string.Join(" ", report.Problems));
        Assert.Equal(5, report.Best.Count);
        Assert.Equal(["copy"], Directory.GetFileSystemEntries(Path.Combine(folder.Root, "new")).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_graph_cannot_say_is_asked_for_all_at_once()
    {
        var file = elsewhere.Write("free.onnx", TinyOnnx.Create(TinyOnnx.Float, [-1, -1, -1, -1], -1, TinyOnnx.ChannelMeans));
        var import = ModelImport.Inspect(file);

        var problems = import.Problems(new ModelAnswers { Version = "V 1" });

        Assert.Equal(new GraphFacts("in", TensorType.Floats, null, null, "out", null), import.Facts);
        string[] asked = ["name", "version", "activation", "fraction", "layout", "size", "mean", "std", "labels"];
        Assert.Equal(asked.Length, problems.Count);
        Assert.All(asked, word => Assert.Contains(problems, problem => problem.Contains(word, StringComparison.Ordinal)));
        Assert.Throws<ModelException>(() => import.Write(folder.Root, new ModelAnswers()));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_model_of_floats_is_added_with_the_answers()
    {
        var file = elsewhere.Write("free.onnx", TinyOnnx.Create(TinyOnnx.Float, [1, 3, -1, -1], 3, TinyOnnx.ChannelMeans));

        var manifest = ModelImport.Inspect(file).Write(folder.Root, FloatAnswers());

        Assert.Equal((TensorLayout.Nchw, 8), (manifest.Input.Layout, manifest.Preprocessing.Size));
        Assert.Equal([0.5f, 0.4f, 0.3f], manifest.Input.Normalisation!.Mean);
        Assert.Equal(new Rgb(1, 2, 3), manifest.Preprocessing.Background);
        Assert.Equal(("tiny", "unknown"), (manifest.Description, manifest.Licence));
    }

    [Fact]
    public void Answers_that_contradict_the_graph_are_refused()
    {
        var bytes = elsewhere.Write("bytes.onnx", TinyOnnx.Create(TinyOnnx.UInt8, [-1, 8, 8, 3], 3, ["Cast", "Transpose", .. TinyOnnx.ChannelMeans]));
        var import = ModelImport.Inspect(bytes);

        var problems = import.Problems(FloatAnswers() with { LabelsFile = elsewhere.Write("four.txt", "a\nb\nc\nd") });

        Assert.Equal(2, problems.Count);
        Assert.Contains("mean and std must not be said", problems[0], StringComparison.Ordinal);
        Assert.Contains("3 classes, and the file 4 labels", problems[1], StringComparison.Ordinal);
        Assert.Contains("can't be read", import.Problems(FloatAnswers() with { LabelsFile = "gone" })[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused_and_nothing_is_left_behind()
    {
        folder.Add("tiny");
        var file = elsewhere.Write("m.onnx", TinyOnnx.Create(TinyOnnx.Float, [1, 3, 8, 8], 3, TinyOnnx.ChannelMeans));

        var exception = Assert.Throws<ModelException>(() => ModelImport.Inspect(file).Write(folder.Root, FloatAnswers()));

        Assert.Contains("of that name", exception.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData(new[] { -1, 3, 8, 9 }, "isn't square")]
    [InlineData(new[] { -1, 1, 8, 8 }, "isn't square pictures of three channels")]
    [InlineData(new[] { 4, 3, 8, 8 }, "takes 4 pictures at once")]
    public void A_graph_that_takes_other_things_than_pictures_is_refused(int[] input, string expected)
    {
        var file = elsewhere.Write("odd.onnx", TinyOnnx.Create(TinyOnnx.Float, input, 3, TinyOnnx.ChannelMeans));

        Assert.Contains(expected, Assert.Throws<ModelException>(() => ModelImport.Inspect(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_classifier_at_all_is_refused()
    {
        var list = elsewhere.Write("list.onnx", TinyOnnx.Create(TinyOnnx.Float, [-1, 3], 3, "Relu"));
        var noise = elsewhere.Write("noise.onnx", [7, 7, 7]);

        Assert.Contains("four dimensions", Assert.Throws<ModelException>(() => ModelImport.Inspect(list)).Message, StringComparison.Ordinal);
        Assert.Contains("can't load", Assert.Throws<ModelException>(() => ModelImport.Inspect(noise)).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<ModelException>(() => ModelImport.Inspect("gone.onnx")).Message, StringComparison.Ordinal);
    }

    private ModelAnswers FloatAnswers() => new()
    {
        Name = "tiny",
        LabelsFile = elsewhere.Write("labels.txt", "r\ng\nb"),
        Fraction = 1,
        Activation = Activation.None,
        Mean = [0.5f, 0.4f, 0.3f],
        Std = [1, 1, 1],
        Size = 8,
        Background = new Rgb(1, 2, 3),
    };
}
