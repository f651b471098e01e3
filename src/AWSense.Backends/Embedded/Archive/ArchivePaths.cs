using System.Globalization;
using AWSense.Core.Archive;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Where objects lie: by kind, day, hour and shard, all of which the id tells; those that a hash names, by its first digits.</summary>
internal sealed class ArchivePaths(string root)
{
    /// <summary>Folders from an object's up to the archive's root, innermost first.</summary>
    public IEnumerable<string> FoldersOf(ObjectKey key)
    {
        for (var folder = FolderOf(key); folder.Length >= root.Length; folder = Path.GetDirectoryName(folder)!)
        {
            yield return folder;
        }
    }

    public string FolderOf(ObjectKey key)
    {
        var name = key.Name;
        return ObjectKey.IsNamedByHash(key.Kind)
            ? Path.Combine(RootOf(key.Kind), name[..2], name[2..4])
            : Path.Combine(RootOf(key.Kind), key.Id.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd/HH", CultureInfo.InvariantCulture), name[^2..]);
    }

    public string FileOf(ObjectKey key) => Path.Combine(FolderOf(key), key.Name);

    /// <summary>A name beside an object's that no other write uses; it begins with a dot, so it is never taken for an object.</summary>
    public string TemporaryFileOf(ObjectKey key, string writer, long number) =>
        Path.Combine(FolderOf(key), string.Create(CultureInfo.InvariantCulture, $".{key.Name}.{writer}.{number}.tmp"));

    /// <summary>All objects of a kind: hour by hour, oldest hour first and within an hour by id; or by the hash that names them.</summary>
    public IEnumerable<FileInfo> Enumerate(ObjectKind kind) => GroupsOf(kind).SelectMany(group => group
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => ObjectKey.TryParse(kind, file.Name, out _))
        .OrderBy(file => file.Name, StringComparer.Ordinal));

    /// <summary>What writes that were cut off have left behind.</summary>
    public IEnumerable<FileInfo> EnumerateTemporary() => Enum.GetValues<ObjectKind>()
        .SelectMany(GroupsOf)
        .SelectMany(group => group.EnumerateFiles(".*.tmp", SearchOption.AllDirectories));

    // Hours, or the first digits of hashes: so that no more than a group is sorted at once.
    private IEnumerable<DirectoryInfo> GroupsOf(ObjectKind kind)
    {
        var folder = new DirectoryInfo(RootOf(kind));
        IEnumerable<DirectoryInfo> first = folder.Exists ? folder.EnumerateDirectories().OrderBy(part => part.Name, StringComparer.Ordinal) : [];
        return ObjectKey.IsNamedByHash(kind)
            ? first
            : first.SelectMany(day => day.EnumerateDirectories().OrderBy(hour => hour.Name, StringComparer.Ordinal));
    }

    private string RootOf(ObjectKind kind) => Path.Combine(root, ObjectKey.PrefixOf(kind));
}
