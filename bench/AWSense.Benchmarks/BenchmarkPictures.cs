namespace AWSense.Benchmarks;

/// <summary>The pictures that benchmarks run on.</summary>
internal static class BenchmarkPictures
{
    /// <summary>All pictures of the folder that the arguments name, or of the default one.</summary>
    public static IReadOnlyList<byte[]> Load(string[] args)
    {
        var shared = Environment.GetEnvironmentVariable("AWSENSE_SHARED");
        var folder = args.Length > 1 ? args[1]
            : shared is not null ? Path.Combine(shared, "images", "dev")
            : Path.Combine(AppContext.BaseDirectory, "samples");
        var files = Directory.GetFiles(folder).Where(file => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png");
        var pictures = files.Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList();
        Console.WriteLine($"{pictures.Count} pictures of {Path.GetFileName(folder)}, {pictures.Average(picture => picture.Length) / 1024:0} KiB on average, {Environment.ProcessorCount} cores");
        return pictures;
    }
}
