using System.Text.Json.Nodes;
using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Models;

public sealed class ModelCheckTests : IDisposable
{
    private static readonly int[] Input = [-1, 3, 4, 4];

    private readonly ModelsFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_sound_model_has_no_problems()
    {
        var report = Check();

        Assert.Equal([], report.Problems);
        Assert.Equal(3, report.Best.Count);
    }

    [Fact]
    public void A_picture_may_be_given()
    {
        folder.Add("means");
        var blue = Enumerable.Range(0, 48).Select(at => (byte)(at % 3 == 2 ? 255 : 0)).ToArray();

        var report = new ModelCheck(TimeProvider.System).Run(folder.Open().All[0], blue);

        Assert.Equal("blue", report.Best[0].Label);
    }

    [Fact]
    public void A_manifest_that_is_broken_and_a_file_that_was_changed_are_told()
    {
        Assert.Contains("`task`", Assert.Single(Check(manifest => manifest["task"] = "x").Problems), StringComparison.Ordinal);
        Assert.Contains("SHA-256", Assert.Single(Check(manifest => manifest["sha256"] = new string('a', 64)).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input", "name", "x", "no input \"x\"")]
    [InlineData("output", "name", "y", "no output \"y\"")]
    [InlineData("input", "layout", "NHWC", "[?, 3, 4, 4]")]
    public void A_graph_that_is_otherwise_than_the_manifest_says_is_told(string part, string field, string value, string expected) =>
        Assert.Contains(expected, Assert.Single(Check(manifest => manifest[part]![field] = value).Problems), StringComparison.Ordinal);

    [Fact]
    public void Other_types_and_batches_are_told()
    {
        var bytes = TinyOnnx.Create(TinyOnnx.UInt8, Input, 3, ["Cast", .. TinyOnnx.ChannelMeans]);
        var batch = TinyOnnx.Create(TinyOnnx.Float, [8, 3, 4, 4], 3, TinyOnnx.ChannelMeans);

        Assert.Contains("UInt8", Assert.Single(Check(onnx: bytes).Problems), StringComparison.Ordinal);
        Assert.Equal(2, Check(onnx: batch).Problems.Count);
    }

    [Fact]
    public void Labels_that_are_more_or_fewer_than_the_classes_are_told()
    {
        folder.Add("means");
        folder.Write("means/labels.txt", "red\ngreen");

        var report = new ModelCheck(TimeProvider.System).Run(folder.Open().All[0], ReadOnlyMemory<byte>.Empty);

        Assert.Contains("[?, 3], and there are 2 labels", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none", "Flatten", "below 0 or above 1")]
    [InlineData("none", "Sigmoid", "adds up to")]
    [InlineData("softmax", "Softmax", "probabilities already")]
    [InlineData("softmax", "Log", "aren't finite")]
    [InlineData("softmax", "SubItself", "doesn't look at its input")]
    public void An_output_that_cannot_be_right_is_told(string activation, string last, string expected)
    {
        string[] operators = last == "Flatten" ? TinyOnnx.ChannelMeans : [.. TinyOnnx.ChannelMeans, last];

        var report = Check(manifest => manifest["output"]!["activation"] = activation, TinyOnnx.Create(TinyOnnx.Float, Input, 3, operators));

        Assert.Contains(expected, Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_graph_is_told() =>
        Assert.Contains("can't load", Assert.Single(Check(onnx: [1, 2, 3]).Problems), StringComparison.Ordinal);

    [Fact]
    public void Probabilities_that_are_promised_and_come_out_are_sound() =>
        Assert.True(Check(
            manifest => manifest["output"]!["activation"] = "none",
            TinyOnnx.Create(TinyOnnx.Float, Input, 3, [.. TinyOnnx.ChannelMeans, "Softmax"])).IsSound);

    private ModelReport Check(Action<JsonNode>? change = null, byte[]? onnx = null)
    {
        folder.Add("means", change, onnx);
        return new ModelCheck(TimeProvider.System).Run(folder.Open().All[0], ReadOnlyMemory<byte>.Empty);
    }
}
