using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AWSense.Core.Models;

namespace AWSense.Vision.Models;

/// <summary>Reads one manifest and gathers everything that is wrong with it.</summary>
internal sealed class ManifestReader(string manifestFile, string modelsFolder)
{
    /// <summary>The largest manifest that is read.</summary>
    private const int BytesMax = 1024 * 1024;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string folder = Path.GetDirectoryName(Path.GetFullPath(manifestFile))!;
    private readonly List<string> problems = [];

    /// <exception cref="ModelException">Everything that is wrong with it.</exception>
    internal ModelManifest Read()
    {
        using var document = Parse();
        var manifest = Read(new ManifestFields(document.RootElement, problems), document.RootElement.GetRawText());
        return manifest ?? throw new ModelException(Subject, problems);
    }

    private string Subject => Path.GetFileName(folder) is { Length: > 0 } name ? name : manifestFile;

    private JsonDocument Parse()
    {
        try
        {
            if (new FileInfo(manifestFile) is { Exists: true, Length: > BytesMax })
            {
                throw new ModelException(Subject, "Its manifest has over 1 MiB.");
            }

            return JsonDocument.Parse(File.ReadAllBytes(manifestFile));
        }
        catch (JsonException exception)
        {
            throw new ModelException(Subject, $"Its manifest isn't JSON: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(Subject, "Its manifest can't be read.", exception);
        }
    }

    private ModelManifest? Read(ManifestFields fields, string text)
    {
        var name = fields.Identifier("name", ModelIdentifier.NameLengthMax);
        CheckName(name);
        var version = fields.Identifier("version", ModelIdentifier.VersionLengthMax);
        fields.OneOf("task", "image-classification");
        var file = PathOf(fields, "file");
        var sha256 = Sha256Of(fields);
        var input = InputOf(fields);
        var preprocessing = PreprocessingOf(fields);
        var output = OutputOf(fields);
        var labels = LabelsOf(fields);
        var description = fields.OptionalText("description", "");
        var licence = fields.OptionalText("licence", "");
        return problems.Count > 0 || file is null || input is null || preprocessing is null || output is null || labels is null
            ? null
            : new ModelManifest
            {
                Id = new ModelVersion(name, version),
                Description = description,
                Licence = licence,
                ModelFile = file,
                Sha256 = sha256,
                Fingerprint = FingerprintOf(text, labels),
                Input = input,
                Preprocessing = preprocessing,
                Output = output,
                Labels = labels,
            };
    }

    private static string FingerprintOf(string manifest, IReadOnlyList<ClassLabel> labels) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{manifest}\n{string.Join('\n', labels.Select(label => $"{label.Label}\t{label.Synset}"))}")));

    private void CheckName(string name)
    {
        if (ModelIdentifier.IsValid(name, ModelIdentifier.NameLengthMax) && name != Path.GetFileName(folder))
        {
            problems.Add($"`name` is \"{name}\" and the folder \"{Path.GetFileName(folder)}\"; they must be the same.");
        }
    }

    private string Sha256Of(ManifestFields fields)
    {
        var sha256 = fields.Text("sha256").ToLowerInvariant();
        if (sha256.Length > 0 && (sha256.Length != 64 || sha256.AsSpan().ContainsAnyExcept(HexDigits)))
        {
            problems.Add("`sha256` must be 64 hexadecimal digits.");
        }

        return sha256;
    }

    private ModelInput? InputOf(ManifestFields fields)
    {
        var name = fields.Text("input.name");
        var type = fields.OneOf("input.type", "uint8", "float32");
        var layout = fields.OneOf("input.layout", "NHWC", "NCHW");
        fields.OneOf("input.channels", "RGB");
        Normalisation? normalisation = null;
        if (type == "float32")
        {
            var mean = fields.Channels("input.mean", Normalisation.AreMeans, "three numbers");
            var std = fields.Channels("input.std", Normalisation.AreDeviations, "three numbers above 0");
            normalisation = mean is null || std is null ? null : new Normalisation(mean, std);
        }
        else if (type == "uint8" && (fields.Has("input.mean") || fields.Has("input.std")))
        {
            problems.Add("`input.mean` and `input.std` go with the type \"float32\" only.");
        }

        return problems.Count > 0 ? null : new(name, layout == "NHWC" ? TensorLayout.Nhwc : TensorLayout.Nchw, normalisation);
    }

    private Preprocessing? PreprocessingOf(ManifestFields fields)
    {
        var width = fields.Whole("input.width", 1, Preprocessing.SizeMax);
        var height = fields.Whole("input.height", 1, Preprocessing.SizeMax);
        if (width > 0 && height > 0 && width != height)
        {
            problems.Add($"`input.width` is {width} and `input.height` {height}; only squares are known.");
        }

        fields.OneOf("preprocessing.crop", "centre");
        fields.OneOf("preprocessing.resample", "bicubic");
        var fraction = fields.Fraction("preprocessing.fraction");
        var background = Rgb.TryParse(fields.OptionalText("preprocessing.background", Rgb.White.ToString()));
        if (background is null)
        {
            problems.Add("`preprocessing.background` must be a colour such as \"#ffffff\".");
        }

        return problems.Count > 0 ? null : new(width, fraction, background!.Value);
    }

    private static ModelOutput? OutputOf(ManifestFields fields)
    {
        var name = fields.Text("output.name");
        Activation? activation = fields.OneOf("output.activation", "softmax", "none", "sigmoid") switch
        {
            "softmax" => Activation.Softmax,
            "none" => Activation.None,
            "sigmoid" => Activation.Sigmoid,
            _ => null,
        };
        return activation is { } known ? new(name, known) : null;
    }

    private IReadOnlyList<ClassLabel>? LabelsOf(ManifestFields fields)
    {
        try
        {
            return PathOf(fields, "labels") is { } path ? LabelFile.Read(path) : null;
        }
        catch (ModelException exception)
        {
            problems.AddRange(exception.Problems.Select(problem => $"`labels`: {problem}"));
            return null;
        }
    }

    private string? PathOf(ManifestFields fields, string field)
    {
        var relative = fields.Text(field);
        if (relative.Length == 0)
        {
            return null;
        }

        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelsFolder)) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(folder, relative));
        if (Path.IsPathRooted(relative) || !full.StartsWith(root, StringComparison.Ordinal))
        {
            problems.Add($"`{field}` must be a path relative to the manifest that stays in the folder of models.");
            return null;
        }

        if (!File.Exists(full))
        {
            problems.Add($"`{field}` is \"{relative}\", and there is no such file.");
            return null;
        }

        return full;
    }
}
