using System.Text.Json.Nodes;
using AWSense.Core.Models;
using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Models;

public sealed class ModelManifestTests : IDisposable
{
    private readonly ModelsFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_good_manifest_is_read_whole()
    {
        var manifest = ModelManifest.Read(folder.Add("means"), folder.Root);

        Assert.Equal(new ModelVersion("means", "7"), manifest.Id);
        Assert.Equal(("Means", "MIT"), (manifest.Description, manifest.Licence));
        Assert.Equal(("in", TensorType.Floats, TensorLayout.Nchw), (manifest.Input.Name, manifest.Input.Type, manifest.Input.Layout));
        Assert.Equal([0.5f, 0.25f, 0], manifest.Input.Normalisation!.Mean);
        Assert.Equal([0.5f, 0.25f, 2], manifest.Input.Normalisation!.Std);
        Assert.Equal(new Preprocessing(4, 1, new Rgb(0x10, 0x20, 0x30)), manifest.Preprocessing);
        Assert.Equal(new ModelOutput("out", Activation.Softmax), manifest.Output);
        Assert.Equal(["red", "green", "blue"], manifest.Labels.Select(label => label.Label));
    }

    [Theory]
    [InlineData("name", "Means", "`name` must be 1 to 64")]
    [InlineData("name", "other", "must be the same")]
    [InlineData("name", "..", "begin with a letter")]
    [InlineData("version", null, "`version` is missing")]
    [InlineData("version", 1, "`version` must be a text")]
    [InlineData("task", "detection", "known is \"image-classification\"")]
    [InlineData("file", "../../model.onnx", "stays in the folder of models")]
    [InlineData("file", "/etc/hostname", "stays in the folder of models")]
    [InlineData("file", "gone.onnx", "there is no such file")]
    [InlineData("labels", "gone.txt", "there is no such file")]
    [InlineData("sha256", "12", "64 hexadecimal digits")]
    [InlineData("input.name", "", "`input.name` must be a text")]
    [InlineData("input.type", "float16", "known is \"uint8\", \"float32\"")]
    [InlineData("input.type", "uint8", "go with the type \"float32\" only")]
    [InlineData("input.layout", "CHW", "known is \"NHWC\", \"NCHW\"")]
    [InlineData("input.channels", "BGR", "known is \"RGB\"")]
    [InlineData("input.width", 5, "only squares")]
    [InlineData("input.width", 0, "whole number from 1 to 1024")]
    [InlineData("input.height", 4.5, "whole number from 1 to 1024")]
    [InlineData("input.mean", null, "`input.mean` must be three numbers")]
    [InlineData("input.std", "0", "`input.std` must be three numbers above 0")]
    [InlineData("preprocessing.crop", "none", "known is \"centre\"")]
    [InlineData("preprocessing.resample", "lanczos", "known is \"bicubic\"")]
    [InlineData("preprocessing.fraction", 1.01, "above 0 and at most 1")]
    [InlineData("preprocessing.background", "white", "a colour such as")]
    [InlineData("output.name", null, "`output.name` is missing")]
    [InlineData("output.activation", "relu", "known is \"softmax\", \"none\", \"sigmoid\"")]
    public void A_wrong_value_is_told_in_words(string field, object? value, string expected)
    {
        var path = folder.Add("means", manifest => Set(manifest, field, value));

        var exception = Assert.Throws<ModelException>(() => ModelManifest.Read(path, folder.Root));

        Assert.Contains(expected, Assert.Single(exception.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_from_the_root_is_refused_even_into_the_folder_of_models()
    {
        var path = folder.Add("means", manifest => Set(manifest, "file", Path.Combine(folder.Root, "means", "model.onnx")));

        Assert.Contains("relative", Assert.Throws<ModelException>(() => ModelManifest.Read(path, folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var path = folder.Add("means", manifest =>
        {
            Set(manifest, "task", "detection");
            Set(manifest, "input.type", "int4");
            Set(manifest, "output", null);
            Set(manifest, "labels", "../../../etc/passwd");
        });

        var exception = Assert.Throws<ModelException>(() => ModelManifest.Read(path, folder.Root));

        Assert.True(exception.Problems.Count >= 5, exception.Message);
        Assert.Contains("means:", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "isn't JSON")]
    [InlineData("[]", "`name` is missing")]
    [InlineData("7", "`name` is missing")]
    public void A_file_that_is_no_manifest_is_told_so(string content, string expected)
    {
        var path = folder.Add("means");
        File.WriteAllText(path, content);

        Assert.Contains(expected, Assert.Throws<ModelException>(() => ModelManifest.Read(path, folder.Root)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no labels")]
    [InlineData("[ { \"index\": 0 } ]", "Entry 0 has no label")]
    [InlineData("[ { \"index\": 1, \"label\": \"a\" } ]", "must have the index 0")]
    [InlineData("[ {", "isn't JSON")]
    public void Wrong_labels_are_told_in_words(string labels, string expected)
    {
        var path = folder.Add("means");
        folder.Write("means/labels.txt", labels);

        Assert.Contains(expected, Assert.Throws<ModelException>(() => ModelManifest.Read(path, folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_lose_what_divides_the_old_clients_fields()
    {
        var path = folder.Add("means");
        folder.Write("means/labels.txt", "tench, Tinca tinca\r\n\r\nratio 1:2\n\n");

        Assert.Equal(["tench / Tinca tinca", "", "ratio 1-2"], ModelManifest.Read(path, folder.Root).Labels.Select(label => label.Label));
    }

    [Fact]
    public void A_changed_file_fails_the_check_of_its_hash()
    {
        var manifest = ModelManifest.Read(folder.Add("means"), folder.Root);
        manifest.VerifyFile();

        folder.Write("means/model.onnx", [1, 2, 3]);
        Assert.Contains("SHA-256", Assert.Throws<ModelException>(manifest.VerifyFile).Message, StringComparison.Ordinal);

        File.Delete(manifest.ModelFile);
        Assert.Contains("can't be read", Assert.Throws<ModelException>(manifest.VerifyFile).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_no_manifest_can_hold_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Preprocessing(0, 1, Rgb.White));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Preprocessing(Preprocessing.SizeMax + 1, 1, Rgb.White));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Preprocessing(9, double.NaN, Rgb.White));
        Assert.Throws<ArgumentException>(() => new Normalisation([0, 0], [1, 1, 1]));
        Assert.Throws<ArgumentException>(() => new Normalisation([0, 0, 0], [1, 0, 1]));
    }

    private static void Set(JsonNode manifest, string field, object? value)
    {
        var names = field.Split('.');
        var parent = names[..^1].Aggregate(manifest, (node, name) => node[name]!);
        parent[names[^1]] = JsonValue.Create(value);
    }
}
