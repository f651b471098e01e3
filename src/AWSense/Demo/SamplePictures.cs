using AWSense.Hosting;

namespace AWSense.Demo;

/// <summary>A picture that comes with the program.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Bytes">The file.</param>
internal sealed record SamplePicture(string Name, byte[] Bytes);

/// <summary>The pictures that come with the program.</summary>
internal static class SamplePictures
{
    /// <exception cref="CommandFailedException">They are gone.</exception>
    public static IReadOnlyList<SamplePicture> Load()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples");
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.jpg") : [];
        return files.Length > 0
            ? [.. files.Order(StringComparer.Ordinal).Select(file => new SamplePicture(Path.GetFileName(file), File.ReadAllBytes(file)))]
            : throw new CommandFailedException($"There are no sample pictures in {folder}; build or install the program again.");
    }
}
