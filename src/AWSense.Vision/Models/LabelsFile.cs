using System.Text.Json;

namespace AWSense.Vision.Models;

/// <summary>Reads the names of a model's classes: a JSON list of objects with index and label, or a text file with one label a line.</summary>
internal static class LabelsFile
{
    /// <summary>Reads the labels in the order of their index.</summary>
    /// <exception cref="ModelException">The file can't be used.</exception>
    public static IReadOnlyList<ClassLabel> Read(string path)
    {
        try
        {
            var labels = Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? ReadJson(path) : ReadLines(path);
            return labels.Count > 0 ? labels : throw new ModelException($"The labels file {Path.GetFileName(path)} names no class.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelException($"The labels file {Path.GetFileName(path)} can't be read: {exception.Message}", exception);
        }
    }

    private static List<ClassLabel> ReadJson(string path)
    {
        using var stream = File.OpenRead(path);
        var entries = JsonSerializer.Deserialize(stream, ManifestJson.Default.IReadOnlyListLabelEntry) ?? [];
        var ordered = entries.OrderBy(entry => entry.Index).ToList();
        for (var index = 0; index < ordered.Count; index++)
        {
            if (ordered[index].Index != index)
            {
                throw new ModelException($"The labels file {Path.GetFileName(path)} must name each class from 0 on once; class {index} is missing or twice there.");
            }
        }

        return [.. ordered.Select(entry => new ClassLabel(Clean(entry.Label), entry.Synset))];
    }

    private static List<ClassLabel> ReadLines(string path) =>
        [.. File.ReadLines(path).Where(line => line.Trim().Length > 0).Select(line => new ClassLabel(Clean(line), null))];

    // The old clients cut their answers at these characters.
    private static string Clean(string? label)
    {
        var name = label?.Split(',')[0].Replace(':', ' ').Trim();
        return string.IsNullOrEmpty(name) ? throw new ModelException("A class without a name stands in the labels file.") : name;
    }
}
