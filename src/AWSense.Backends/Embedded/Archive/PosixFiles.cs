using System.Runtime.InteropServices;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>What the archive needs of the file system and .NET has no call for.</summary>
internal static partial class PosixFiles
{
    private const int ReadOnly = 0;
    private const int Exists = 17; // EEXIST

    /// <summary>Waits for a file's content.</summary>
    public static void SyncFile(string path)
    {
        using var handle = System.IO.File.OpenHandle(path);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Waits for a folder's entries, which .NET has no call for; a rename is on the disk only then.</summary>
    /// <exception cref="IOException">The folder is gone, or the disk failed.</exception>
    public static void SyncFolder(string path)
    {
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"{path} can't be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var failed = Sync(descriptor) != 0;
        var reason = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(descriptor);
        if (failed)
        {
            throw new IOException($"{path} can't be brought to the disk: {reason}");
        }
    }

    /// <summary>Gives a file a second name, unless that name is taken; of several at once exactly one succeeds.</summary>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="IOException">It can't be done.</exception>
    public static bool TryLink(string path, string name) => Link(path, name) == 0
        || (Marshal.GetLastPInvokeError() == Exists
            ? false
            : throw new IOException($"{name} can't be made: {Marshal.GetLastPInvokeErrorMessage()}"));

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
