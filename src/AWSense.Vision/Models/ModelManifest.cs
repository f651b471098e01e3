using System.Security.Cryptography;
using System.Text.Json;
using AWSense.Core.Models;

namespace AWSense.Vision.Models;

/// <summary>How the values of an input tensor lie.</summary>
public enum TensorLayout
{
    /// <summary>Batch, height, width, channels.</summary>
    Nhwc,

    /// <summary>Batch, channels, height, width.</summary>
    Nchw,
}

/// <summary>What a model's outputs are.</summary>
public enum OutputActivation
{
    /// <summary>Logits come out; they are turned into probabilities that add up to 1.</summary>
    Softmax,

    /// <summary>Probabilities come out.</summary>
    None,

    /// <summary>Logits of independent labels come out; each is turned into a probability of its own.</summary>
    Sigmoid,
}

/// <summary>How pixels become the values of a float32 input: (byte / 255 − mean) / std, channel by channel.</summary>
/// <param name="Mean">Three numbers.</param>
/// <param name="Std">Three numbers, none of them 0.</param>
public sealed record FloatInput(IReadOnlyList<float> Mean, IReadOnlyList<float> Std);

/// <summary>All that the program needs to know about a model; every value is checked.</summary>
/// <param name="Id">Name and version.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Licence">SPDX identifier of the weights' licence.</param>
/// <param name="File">Path of the ONNX file.</param>
/// <param name="Sha256">Of the ONNX file, 64 lower-case hexadecimal digits.</param>
/// <param name="InputName">Name of the graph's input.</param>
/// <param name="Layout">How the input lies.</param>
/// <param name="FloatInput">How to make a float32 input; null when the input is uint8.</param>
/// <param name="Preprocessing">How a picture becomes the input.</param>
/// <param name="OutputName">Name of the graph's output.</param>
/// <param name="Activation">What the output is.</param>
/// <param name="Labels">Names of the classes, by index.</param>
public sealed record ModelManifest(
    ModelVersion Id,
    string Description,
    string Licence,
    string File,
    string Sha256,
    string InputName,
    TensorLayout Layout,
    FloatInput? FloatInput,
    Preprocessing Preprocessing,
    string OutputName,
    OutputActivation Activation,
    IReadOnlyList<ClassLabel> Labels)
{
    /// <summary>Name of the file in a model's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Reads the manifest of a model's folder.</summary>
    /// <exception cref="ModelException">It is missing or wrong; the message names every problem.</exception>
    public static ModelManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            var file = JsonSerializer.Deserialize(stream, ManifestJson.Default.ManifestFile) ?? throw new JsonException("There is nothing in it.");
            return new ManifestReader(folder, file).Read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelException($"{path} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>Checks that the ONNX file is the one that the manifest was written for.</summary>
    /// <exception cref="ModelException">It is missing, or another.</exception>
    public void VerifyFile()
    {
        try
        {
            using var stream = System.IO.File.OpenRead(File);
            var actual = Convert.ToHexStringLower(SHA256.HashData(stream));
            if (actual != Sha256)
            {
                throw new ModelException($"The file of model {Id} is not the one its manifest describes: its SHA-256 is {actual}, expected {Sha256}.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"The file of model {Id} can't be read: {exception.Message}", exception);
        }
    }

    /// <summary>What a client may know of the model.</summary>
    public ModelInfo ToInfo() => new(Id, Description, Licence, Preprocessing.Size, Preprocessing.Size, Labels.Count);
}
