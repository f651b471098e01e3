using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Vision.Models;

/// <summary>A manifest as it is written; <see cref="ManifestReader"/> reads it, since it has to tell every fault.</summary>
internal sealed record ManifestFile(
    string Name,
    string Version,
    string Description,
    string Licence,
    string File,
    string Sha256,
    string Task,
    ManifestInput Input,
    ManifestPreprocessing Preprocessing,
    ManifestOutput Output,
    string Labels)
{
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.ManifestFile);
}

/// <summary>The part <c>input</c>; mean and std are null for uint8.</summary>
internal sealed record ManifestInput(
    string Name, string Type, string Layout, int Height, int Width, string Channels, IReadOnlyList<float>? Mean, IReadOnlyList<float>? Std);

/// <summary>The part <c>preprocessing</c>.</summary>
internal sealed record ManifestPreprocessing(string Crop, double Fraction, string Resample, string Background);

/// <summary>The part <c>output</c>.</summary>
internal sealed record ManifestOutput(string Name, string Activation);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(ManifestFile))]
internal sealed partial class ManifestJson : JsonSerializerContext;
