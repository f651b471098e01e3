namespace AWSense.Vision.Tests;

/// <summary>What tests read: the project's own models and samples, and the shared pictures where there are any.</summary>
internal static class SharedPictures
{
    public const string Absent = "AWSENSE_SHARED names no folder of shared pictures.";

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("AWSENSE_SHARED") is { Length: > 0 } folder ? folder : null;

    public static string Models { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>The path of a picture that the reference names, such as <c>samples/china.jpg</c>; null where it isn't there.</summary>
    public static string? Find(string name)
    {
        var own = Path.Combine(AppContext.BaseDirectory, name);
        return File.Exists(own) ? own : Folder is null ? null : Path.Combine(Folder, "images", name);
    }
}
