namespace AWSense.Web.Batches.Zip;

/// <summary>What an entry's name tells. No name is ever used for a path; they are shown to people and programs, who may use them so.</summary>
internal static class EntryNames
{
    private static readonly HashSet<string> Clutter = new(StringComparer.OrdinalIgnoreCase) { ".DS_Store", "Thumbs.db", "desktop.ini" };

    /// <summary>Whether a name leads out of the folder that an archive is unpacked to, or can't be shown.</summary>
    public static bool IsUnsafe(string name) =>
        name.Length == 0
        || name[0] is '/' or '\\'
        || name.Contains(':', StringComparison.Ordinal)
        || name.Any(char.IsControl)
        || name.Split('/', '\\').Contains("..");

    /// <summary>Whether an entry is what desktops put beside pictures.</summary>
    public static bool IsClutter(string name) =>
        name.StartsWith("__MACOSX/", StringComparison.Ordinal) || Clutter.Contains(name[(name.LastIndexOf('/') + 1)..]);

    /// <summary>A name without what can't be shown.</summary>
    public static string Shown(string name) => string.Concat(name.Select(character => char.IsControl(character) ? '\uFFFD' : character));
}
