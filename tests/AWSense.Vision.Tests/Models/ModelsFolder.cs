using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AWSense.Vision.Models;

namespace AWSense.Vision.Tests.Models;

/// <summary>A folder of models for one test, gone after it.</summary>
internal sealed class ModelsFolder : IDisposable
{
    private const string Labels = "red\ngreen\nblue\n";

    internal string Root { get; } = Directory.CreateTempSubdirectory("awsense-models-").FullName;

    internal InstalledModels Open() => InstalledModels.Open(Root);

    /// <summary>Adds a model of floats, NCHW, 4 pixels wide, whose output is the mean of each channel; changed as the test says.</summary>
    internal string Add(string name, Action<JsonNode>? change = null, byte[]? onnx = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root, name)).FullName;
        onnx ??= TinyOnnx.Create(TinyOnnx.Float, [-1, 3, 4, 4], 3, TinyOnnx.ChannelMeans);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), onnx);
        File.WriteAllText(Path.Combine(folder, "labels.txt"), Labels);
        var manifest = Manifest(name, Convert.ToHexStringLower(SHA256.HashData(onnx)));
        change?.Invoke(manifest);
        var path = Path.Combine(folder, ModelManifest.FileName);
        File.WriteAllText(path, manifest.ToJsonString());
        return path;
    }

    internal string Write(string name, string content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, content);
        return path;
    }

    internal string Write(string name, byte[] content)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static JsonNode Manifest(string name, string sha256) => JsonNode.Parse($$"""
        {
          "name": "{{name}}", "version": "7", "description": "Means", "licence": "MIT",
          "file": "model.onnx", "sha256": "{{sha256}}", "task": "image-classification",
          "input": {
            "name": "in", "type": "float32", "layout": "NCHW", "height": 4, "width": 4, "channels": "RGB",
            "mean": [0.5, 0.25, 0], "std": [0.5, 0.25, 2]
          },
          "preprocessing": { "crop": "centre", "fraction": 1, "resample": "bicubic", "background": "#102030" },
          "output": { "name": "out", "activation": "softmax" },
          "labels": "labels.txt"
        }
        """)!;
}
