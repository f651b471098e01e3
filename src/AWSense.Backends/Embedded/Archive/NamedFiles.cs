using System.Security.Cryptography;
using AWSense.Core.Archive;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Named objects as files: <c>by-name/inputs</c> and <c>by-name/results</c> in the archive's folder.</summary>
/// <param name="root">The archive's folder.</param>
internal sealed class NamedFiles(string root) : INamedObjects
{
    private static readonly EnumerationOptions WithHidden = new() { AttributesToSkip = 0 };

    public async Task PutAsync(NamedKind kind, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var path = PathOf(kind, name);
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
        var temporary = Path.Combine(folder, $".{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.tmp");
        await File.WriteAllBytesAsync(temporary, content, cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    public async Task<byte[]?> GetAsync(NamedKind kind, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(PathOf(kind, name), cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public Task DeleteAsync(NamedKind kind, string name, CancellationToken cancellationToken)
    {
        var path = PathOf(kind, name);
        if (File.Exists(path))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    /// <summary>Removes what was last written before a time, and what writes that were cut off have left behind.</summary>
    /// <returns>How many were removed.</returns>
    public int Sweep(DateTimeOffset olderThan)
    {
        var old = Enum.GetValues<NamedKind>()
            .Select(kind => new DirectoryInfo(FolderOf(kind)))
            .Where(folder => folder.Exists)
            .SelectMany(folder => folder.EnumerateFiles("*", WithHidden))
            .Where(file => file.LastWriteTimeUtc < olderThan)
            .ToList();
        old.ForEach(file => file.Delete());
        return old.Count;
    }

    private string PathOf(NamedKind kind, string name) => Path.Combine(FolderOf(kind), name);

    private string FolderOf(NamedKind kind) => Path.Combine(root, "by-name", kind == NamedKind.Input ? "inputs" : "results");
}
