using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using AWSense.Core;
using AWSense.Core.Archive;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>The archive on the file system. An object is written beside its place and then moved there, so nobody sees half of one.</summary>
/// <remarks>The web tier and all workers use it at once. Calls are as fast as the page cache, so they don't leave the caller's thread.</remarks>
public sealed class FileObjectStore : IObjectStore
{
    private const int KnownFoldersMax = 4096;

    private readonly ArchivePaths paths;
    private readonly FreeSpace space;
    private readonly ConcurrentDictionary<string, bool> durableFolders = new(StringComparer.Ordinal);
    private readonly string writer = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private long lastTemporary;

    /// <param name="root">The archive's folder; it is made when it isn't there.</param>
    /// <param name="retention">How much disk is kept free.</param>
    /// <param name="fullWhile">While a file of this name exists, a test has the disk be full; null for never.</param>
    public FileObjectStore(string root, RetentionOptions retention, TimeProvider time, string? fullWhile = null)
    {
        var home = Path.GetFullPath(root);
        Directory.CreateDirectory(home);
        paths = new(home);
        space = new(home, retention.FreeBytesMin, time, fullWhile);
    }

    /// <summary>Bytes that are free on the archive's disk; null when it can't be asked.</summary>
    public long? FindFreeBytes() => space.Find();

    public Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var temporary = WriteTemporary(key, content, durability);
        File.Move(temporary, paths.FileOf(key), overwrite: true);
        MakeFoldersDurable(key, durability);
        return Task.CompletedTask;
    }

    public Task<bool> TryCreateAsync(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = paths.FileOf(key);
        if (File.Exists(path))
        {
            return Task.FromResult(false);
        }

        var temporary = WriteTemporary(key, content, durability);
        try
        {
            if (!PosixFiles.TryLink(temporary, path))
            {
                return Task.FromResult(false);
            }
        }
        finally
        {
            File.Delete(temporary);
        }

        MakeFoldersDurable(key, durability);
        return Task.FromResult(true);
    }

    public Task<ObjectContent?> GetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = paths.FileOf(key);
        return Task.FromResult(File.Exists(path) ? Read(path) : null);
    }

    public Task EnsureDurableAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = paths.FileOf(key);
        if (File.Exists(path))
        {
            PosixFiles.SyncFile(path);
            MakeFoldersDurable(key, Durability.PowerLoss);
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Directory.Exists(paths.FolderOf(key)))
        {
            File.Delete(paths.FileOf(key));
        }

        return Task.CompletedTask;
    }

    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        space.Check();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ObjectEntry> ListAsync(ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield(); // A long listing leaves the caller's thread.
        foreach (var file in paths.Enumerate(kind))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Exists && ObjectKey.TryParse(kind, file.Name, out var key))
            {
                yield return new(key, file.Length);
            }
        }
    }

    /// <summary>Removes what writes that were cut off have left behind.</summary>
    /// <param name="olderThan">Younger ones may still be written.</param>
    public int SweepTemporary(DateTimeOffset olderThan)
    {
        var swept = 0;
        foreach (var file in paths.EnumerateTemporary().Where(file => file.LastWriteTimeUtc < olderThan))
        {
            file.Delete();
            swept++;
        }

        return swept;
    }

    /// <summary>Removes the objects of a kind that were last written before a time.</summary>
    /// <returns>How many were removed.</returns>
    public int Sweep(ObjectKind kind, DateTimeOffset olderThan)
    {
        var swept = 0;
        foreach (var file in paths.Enumerate(kind).Where(file => file.LastWriteTimeUtc < olderThan))
        {
            file.Delete();
            swept++;
        }

        return swept;
    }

    private static ObjectContent? Read(string path)
    {
        try
        {
            using var handle = File.OpenHandle(path);
            var content = ObjectContent.Rent(checked((int)RandomAccess.GetLength(handle)));
            for (var at = 0; at < content.Writable.Length;)
            {
                var read = RandomAccess.Read(handle, content.Writable.Span[at..], at);
                at += read > 0 ? read : throw new EndOfStreamException($"{path} ends before its length.");
            }

            return content;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null; // removed since it was seen
        }
    }

    private string WriteTemporary(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability)
    {
        if (key.Kind == ObjectKind.Input)
        {
            space.Check(); // The results of what was accepted are written as long as they can be.
        }

        space.FailWhenOrdered();
        var temporary = paths.TemporaryFileOf(key, writer, Interlocked.Increment(ref lastTemporary));
        using var handle = Create(temporary);
        RandomAccess.Write(handle, content.Span, 0);
        if (durability == Durability.PowerLoss)
        {
            RandomAccess.FlushToDisk(handle);
        }

        return temporary;
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Create(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            // The folder is new. The second of the two is told when another writer has just made it.
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        }
    }

    private void MakeFoldersDurable(ObjectKey key, Durability durability)
    {
        if (durability != Durability.PowerLoss)
        {
            return;
        }

        if (durableFolders.Count > KnownFoldersMax)
        {
            durableFolders.Clear();
        }

        // A folder that is known lies in its parent durably; the innermost has a new entry in any case.
        foreach (var folder in paths.FoldersOf(key))
        {
            PosixFiles.SyncFolder(folder);
            if (!durableFolders.TryAdd(folder, true))
            {
                break;
            }
        }
    }
}
