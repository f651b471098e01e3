using AWSense.Hosting;

namespace AWSense.Classifying;

/// <summary>Finds the pictures that a command line means.</summary>
internal static class PictureFiles
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff",
    };

    private static readonly EnumerationOptions Recursive = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Files as they are named; of folders, every file below that has a picture's extension, in order of name.</summary>
    /// <exception cref="CommandFailedException">A path is neither.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths) => [.. paths.SelectMany(Expand)];

    private static IEnumerable<string> Expand(string path) => path switch
    {
        _ when Directory.Exists(path) => Directory
            .EnumerateFiles(path, "*", Recursive)
            .Where(file => Extensions.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal),
        _ when File.Exists(path) => [path],
        _ => throw new CommandFailedException($"There is no file or folder {path}."),
    };
}
