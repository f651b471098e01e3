using System.Text.Json;

namespace AWSense.Vision.Models;

/// <summary>Reads the names of a model's classes.</summary>
/// <remarks>
/// Two forms are known: a JSON list of objects with <c>index</c>, <c>label</c> and maybe <c>synset</c>, as in <c>imagenet-1k.json</c>,
/// and plain text with a label a line. A comma becomes a slash and a colon a dash, since both divide fields in what the old clients print.
/// </remarks>
internal static class LabelFile
{
    /// <summary>The largest file that is read: 65,536 classes of 256 bytes.</summary>
    private const int BytesMax = 16 * 1024 * 1024;

    /// <exception cref="ModelException">It can't be read, or isn't in either form.</exception>
    internal static IReadOnlyList<ClassLabel> Read(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > BytesMax })
            {
                throw new ModelException(name, $"A file of labels has at most {BytesMax / 1024 / 1024} MiB.");
            }

            var text = File.ReadAllText(path);
            var labels = text.AsSpan().TrimStart() is ['[', ..] ? FromJson(text, name) : FromLines(text);
            return labels.Length > 0 ? labels : throw new ModelException(name, "It holds no labels.");
        }
        catch (JsonException exception)
        {
            throw new ModelException(name, $"It isn't JSON: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(name, "The file of labels can't be read.", exception);
        }
    }

    private static ClassLabel[] FromJson(string text, string name)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select((entry, at) => FromEntry(entry, at, name))];
    }

    private static ClassLabel FromEntry(JsonElement entry, int at, string name)
    {
        if (entry.ValueKind is not JsonValueKind.Object
            || !entry.TryGetProperty("label", out var label) || label.ValueKind is not JsonValueKind.String
            || string.IsNullOrWhiteSpace(label.GetString()))
        {
            throw new ModelException(name, $"Entry {at} has no label.");
        }

        if (!entry.TryGetProperty("index", out var index) || !index.TryGetInt32Strict(out var number) || number != at)
        {
            throw new ModelException(name, $"Entry {at} must have the index {at}: the list is in the order of the model's output.");
        }

        var synset = entry.TryGetProperty("synset", out var id) && id.ValueKind is JsonValueKind.String ? id.GetString() : null;
        return new ClassLabel(WithoutDividers(label.GetString()!), synset);
    }

    // An empty line in the middle would shift all labels after it, so only those at the end are left out.
    private static ClassLabel[] FromLines(string text) =>
        [.. text.TrimEnd().Split('\n').Where(_ => !string.IsNullOrWhiteSpace(text)).Select(line => new ClassLabel(WithoutDividers(line), null))];

    private static string WithoutDividers(string label) =>
        label.Trim().Replace(", ", " / ", StringComparison.Ordinal).Replace(',', '/').Replace(':', '-');
}
