using System.Text.Json;
using System.Text.Json.Serialization;

namespace AWSense.Vision.Models;

/// <summary><c>manifest.json</c> as it is written: nothing is checked yet, so everything may be missing.</summary>
internal sealed record ManifestFile(
    string? Name,
    string? Version,
    string? Description,
    string? Licence,
    string? File,
    string? Sha256,
    string? Task,
    ManifestInput? Input,
    ManifestPreprocessing? Preprocessing,
    ManifestOutput? Output,
    string? Labels);

/// <summary>The model's input.</summary>
internal sealed record ManifestInput(
    string? Name, string? Type, string? Layout, int Height, int Width, string? Channels, IReadOnlyList<float>? Mean, IReadOnlyList<float>? Std);

/// <summary>How a picture becomes the input.</summary>
internal sealed record ManifestPreprocessing(string? Crop, double Fraction, string? Resample, string? Background);

/// <summary>The model's output.</summary>
internal sealed record ManifestOutput(string? Name, string? Activation);

/// <summary>One class of a labels file.</summary>
internal sealed record LabelEntry(int Index, string? Label, string? Synset, string? Words);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ManifestFile))]
[JsonSerializable(typeof(IReadOnlyList<LabelEntry>))]
internal sealed partial class ManifestJson : JsonSerializerContext;
