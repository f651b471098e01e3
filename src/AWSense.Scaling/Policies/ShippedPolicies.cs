namespace AWSense.Scaling.Policies;

/// <summary>The policies that come with the program, as files beside it.</summary>
public static class ShippedPolicies
{
    /// <summary>Their names, in order; none where the program was copied without them.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Folders().Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.yaml")).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "policies");

    /// <summary>The file of the policy of that name; null when there is none.</summary>
    public static string? Find(string name) => Path.GetFileName(name) == name
        ? Folders().Select(folder => Path.Combine(folder, $"{name}.yaml")).FirstOrDefault(File.Exists)
        : null;

    private static string[] Folders() => [Folder, Path.Combine(Folder, "suite")];
}
