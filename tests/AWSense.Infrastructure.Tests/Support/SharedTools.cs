namespace AWSense.Infrastructure.Tests.Support;

/// <summary>The independent tools beside the project; tests without them are skipped.</summary>
internal static class SharedTools
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("AWSENSE_SHARED") is { Length: > 0 } shared ? Path.Combine(shared, "tools") : null;

    /// <summary>The path of a tool; skips the test where it isn't there.</summary>
    public static string Find(string tool)
    {
        var path = Folder is null ? null : Path.Combine(Folder, tool);
        Assert.SkipUnless(File.Exists(path), $"AWSENSE_SHARED names no folder with tools/{tool}.");
        return path!;
    }
}
