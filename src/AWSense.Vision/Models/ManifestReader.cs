using System.Globalization;
using System.Text.RegularExpressions;

namespace AWSense.Vision.Models;

/// <summary>Checks a manifest as it is written, and reports all that is wrong with it at once.</summary>
internal sealed partial class ManifestReader(string folder, ManifestFile file)
{
    private const int SizeMin = 8;
    private const int SizeMax = 4096;

    private static readonly Dictionary<string, TensorLayout> Layouts = new(StringComparer.Ordinal)
    {
        ["NHWC"] = TensorLayout.Nhwc,
        ["NCHW"] = TensorLayout.Nchw,
    };

    private static readonly Dictionary<string, OutputActivation> Activations = new(StringComparer.Ordinal)
    {
        ["softmax"] = OutputActivation.Softmax,
        ["none"] = OutputActivation.None,
        ["sigmoid"] = OutputActivation.Sigmoid,
    };

    private readonly List<string> problems = [];

    /// <exception cref="ModelException">Something is wrong; the message names every problem.</exception>
    public ModelManifest Read()
    {
        var name = Required("name", file.Name);
        Expect(Name().IsMatch(name), $"name is \"{name}\"; it takes 1 to 64 of a-z 0-9 . _ - and begins with a letter or digit");
        var version = Required("version", file.Version);
        Expect(Version().IsMatch(version), $"version is \"{version}\"; it takes 1 to 32 of a-z 0-9 . _ -");
        Expect(file.Task == "image-classification", $"task is \"{file.Task}\"; only image-classification is known");
        var sha256 = Required("sha256", file.Sha256);
        Expect(Hash().IsMatch(sha256), "sha256 takes 64 lower-case hexadecimal digits");
        var model = Inside("file", file.File);
        var labels = Inside("labels", file.Labels);
        var floatInput = ReadFloatInput();
        var manifest = new ModelManifest(
            new(name, version),
            file.Description ?? "",
            file.Licence ?? "unknown",
            model,
            sha256,
            Required("input.name", file.Input?.Name),
            OneOf("input.layout", file.Input?.Layout, Layouts),
            floatInput,
            ReadPreprocessing(),
            Required("output.name", file.Output?.Name),
            OneOf("output.activation", file.Output?.Activation, Activations),
            ReadLabels(labels));
        return problems.Count == 0
            ? manifest
            : throw new ModelException($"The manifest in {folder} can't be used: {string.Join("; ", problems)}.");
    }

    private FloatInput? ReadFloatInput()
    {
        var type = Required("input.type", file.Input?.Type);
        Expect(type is "uint8" or "float32", $"input.type is \"{type}\"; it takes uint8 or float32");
        if (type != "float32")
        {
            return null;
        }

        var (mean, std) = (file.Input?.Mean ?? [], file.Input?.Std ?? []);
        Expect(mean.Count == 3 && mean.All(float.IsFinite), "input.mean takes three numbers when input.type is float32");
        Expect(std.Count == 3 && std.All(value => float.IsFinite(value) && value != 0), "input.std takes three numbers other than 0 when input.type is float32");
        return new(mean, std);
    }

    private Preprocessing ReadPreprocessing()
    {
        var size = file.Input?.Width ?? 0;
        Expect(size is >= SizeMin and <= SizeMax, $"input.width is {size}; it takes {SizeMin} to {SizeMax}");
        Expect(size == (file.Input?.Height ?? 0), "input.height must equal input.width");
        Expect(file.Input?.Channels == "RGB", $"input.channels is \"{file.Input?.Channels}\"; only RGB is known");
        var steps = file.Preprocessing;
        Expect(steps?.Crop == "centre", $"preprocessing.crop is \"{steps?.Crop}\"; only centre is known");
        Expect(steps?.Resample == "bicubic", $"preprocessing.resample is \"{steps?.Resample}\"; only bicubic is known");
        var fraction = steps?.Fraction ?? 0;
        Expect(fraction is > 0 and <= 1, string.Create(CultureInfo.InvariantCulture, $"preprocessing.fraction is {fraction}; it takes above 0 to 1"));
        return new(size, fraction, ReadColour(steps?.Background ?? "#ffffff"));
    }

    private Rgb ReadColour(string text)
    {
        if (!Colour().IsMatch(text))
        {
            problems.Add($"preprocessing.background is \"{text}\"; it takes a colour such as #ffffff");
            return default;
        }

        var bytes = Convert.FromHexString(text[1..]);
        return new(bytes[0], bytes[1], bytes[2]);
    }

    private IReadOnlyList<ClassLabel> ReadLabels(string path)
    {
        try
        {
            return path.Length > 0 ? LabelsFile.Read(path) : [];
        }
        catch (ModelException exception)
        {
            problems.Add(exception.Message.TrimEnd('.'));
            return [];
        }
    }

    private T OneOf<T>(string field, string? value, Dictionary<string, T> known)
        where T : struct
    {
        Expect(value is not null && known.ContainsKey(value), $"{field} is \"{value}\"; it takes {string.Join(" or ", known.Keys)}");
        return known.GetValueOrDefault(value ?? "");
    }

    private string Required(string field, string? value)
    {
        Expect(!string.IsNullOrWhiteSpace(value), $"{field} is missing");
        return value ?? "";
    }

    /// <summary>A path of the manifest, which may lead to a neighbour's folder but not out of the folder of models.</summary>
    private string Inside(string field, string? value)
    {
        var relative = Required(field, value);
        var root = Path.GetFullPath(Path.Combine(folder, "..")) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(folder, relative));
        Expect(path.StartsWith(root, StringComparison.Ordinal), $"{field} is \"{relative}\", which leads out of the folder of models");
        return path;
    }

    private void Expect(bool holds, string problem)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}$")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z0-9._-]{1,32}$")]
    private static partial Regex Version();

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex Colour();
}
