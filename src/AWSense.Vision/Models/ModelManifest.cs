using System.Security.Cryptography;
using AWSense.Core.Models;

namespace AWSense.Vision.Models;

/// <summary>All that is known of an installed model, as its <c>manifest.json</c> says it.</summary>
public sealed record ModelManifest
{
    /// <summary>The manifest's name within a model's folder.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Name and version.</summary>
    public required ModelVersion Id { get; init; }

    /// <summary>One line for people; empty when the manifest has none.</summary>
    public required string Description { get; init; }

    /// <summary>SPDX identifier of the weights' licence; empty when the manifest has none.</summary>
    public required string Licence { get; init; }

    /// <summary>Full path of the ONNX file.</summary>
    public required string ModelFile { get; init; }

    /// <summary>SHA-256 that the ONNX file must have: 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Hash of the manifest and its labels, and with <see cref="Sha256"/> in it of the ONNX file: all that answers depend on.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The graph's input.</summary>
    public required ModelInput Input { get; init; }

    /// <summary>How a picture becomes the input.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>The graph's output.</summary>
    public required ModelOutput Output { get; init; }

    /// <summary>What each class is called, in the output's order.</summary>
    public required IReadOnlyList<ClassLabel> Labels { get; init; }

    /// <summary>Reads and checks a manifest and its file of labels; the ONNX file isn't opened.</summary>
    /// <param name="manifestFile">The manifest, in a folder named as the model.</param>
    /// <param name="modelsFolder">The folder of all models, which no path in the manifest may leave.</param>
    /// <exception cref="ModelException">Everything that is wrong with it, at once.</exception>
    public static ModelManifest Read(string manifestFile, string modelsFolder) =>
        new ManifestReader(manifestFile, modelsFolder).Read();

    /// <summary>Compares the ONNX file with <see cref="Sha256"/>; reads the whole file.</summary>
    /// <exception cref="ModelException">It is another file, or can't be read.</exception>
    public void VerifyFile()
    {
        try
        {
            using var file = File.OpenRead(ModelFile);
            var actual = Convert.ToHexStringLower(SHA256.HashData(file));
            if (actual != Sha256)
            {
                throw new ModelException(Id.ToString(), $"The ONNX file has the SHA-256 {actual}, the manifest says {Sha256}.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(Id.ToString(), "The ONNX file can't be read.", exception);
        }
    }

    internal ModelInfo ToInfo() =>
        new(Id, Description, Licence, Preprocessing.Size, Preprocessing.Size, Labels.Count, Fingerprint);
}
