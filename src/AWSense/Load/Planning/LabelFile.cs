using AWSense.Load.Recording;

namespace AWSense.Load.Planning;

/// <summary>The right labels of pictures, from CSV: the picture's name, a comma, its label.</summary>
internal sealed class LabelFile
{
    private readonly Dictionary<string, string> labels = new(StringComparer.Ordinal);

    /// <summary>Reads one, such as the prediction files of the old generator, whose first line is <c>Image,Results</c>.</summary>
    /// <exception cref="InvalidDataException">A line is no pair, or a picture has two labels; the message says where.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static LabelFile Read(string path)
    {
        var file = new LabelFile();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || (number == 1 && IsHeader(line)))
            {
                continue;
            }

            var comma = line.IndexOf(',', StringComparison.Ordinal);
            if (comma < 1 || line[(comma + 1)..].Trim().Trim('"') is not { Length: > 0 } label)
            {
                throw new InvalidDataException($"{path}, line {number}: '{line}' should be a picture's name, a comma and its label.");
            }

            var name = line[..comma].Trim().Trim('"');
            if (!file.labels.TryAdd(name, label) && file.labels[name] != label)
            {
                throw new InvalidDataException($"{path}, line {number}: {name} has two labels, {file.labels[name]} and {label}.");
            }
        }

        return file;
    }

    /// <summary>The label of a picture, by its file name or, as the old generator does, by its name up to the first dot; null where there is none.</summary>
    public string? Find(string fileName) =>
        labels.GetValueOrDefault(fileName) ?? labels.GetValueOrDefault(AnswerChecks.Stem(fileName));

    private static bool IsHeader(string line) =>
        line.Trim().ToLowerInvariant() is "image,results" or "image,result" or "image,label" or "file,label" or "file_name,label" or "name,label";
}
