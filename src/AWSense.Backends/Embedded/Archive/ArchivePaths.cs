using System.Globalization;
using AWSense.Core.Archive;
using AWSense.Core.Requests;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Where objects lie: by kind, day, hour and shard, all of which the id tells.</summary>
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
        var id = key.Id.ToString();
        return Path.Combine(
            RootOf(key.Kind), key.Id.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd/HH", CultureInfo.InvariantCulture), id[^2..]);
    }

    public string FileOf(ObjectKey key) => Path.Combine(FolderOf(key), key.Id.ToString());

    /// <summary>A name beside an object's that no other write uses; it begins with a dot, so it is never taken for an object.</summary>
    public string TemporaryFileOf(ObjectKey key, string writer, long number) =>
        Path.Combine(FolderOf(key), string.Create(CultureInfo.InvariantCulture, $".{key.Id}.{writer}.{number}.tmp"));

    /// <summary>All objects of a kind, hour by hour, oldest hour first and within an hour by id.</summary>
    public IEnumerable<FileInfo> Enumerate(ObjectKind kind) => HoursOf(kind).SelectMany(hour => hour
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Where(file => RequestId.TryParse(file.Name, out _))
        .OrderBy(file => file.Name, StringComparer.Ordinal));

    /// <summary>What writes that were cut off have left behind.</summary>
    public IEnumerable<FileInfo> EnumerateTemporary() => Enum.GetValues<ObjectKind>()
        .SelectMany(HoursOf)
        .SelectMany(hour => hour.EnumerateFiles(".*.tmp", SearchOption.AllDirectories));

    private IEnumerable<DirectoryInfo> HoursOf(ObjectKind kind)
    {
        var folder = new DirectoryInfo(RootOf(kind));
        return !folder.Exists ? [] : folder
            .EnumerateDirectories()
            .OrderBy(day => day.Name, StringComparer.Ordinal)
            .SelectMany(day => day.EnumerateDirectories().OrderBy(hour => hour.Name, StringComparer.Ordinal));
    }

    private string RootOf(ObjectKind kind) => Path.Combine(root, ObjectKey.PrefixOf(kind));
}
