using System.Runtime.InteropServices;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Waits until files and folders are on the disk.</summary>
internal static partial class FileSync
{
    private const int ReadOnly = 0;

    /// <summary>Waits for a file's content.</summary>
    public static void File(string path)
    {
        using var handle = System.IO.File.OpenHandle(path);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Waits for a folder's entries, which .NET has no call for; a rename is on the disk only then.</summary>
    /// <exception cref="IOException">The folder is gone, or the disk failed.</exception>
    public static void Folder(string path)
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

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
