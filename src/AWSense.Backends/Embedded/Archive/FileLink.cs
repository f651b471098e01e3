using System.Runtime.InteropServices;

namespace AWSense.Backends.Embedded.Archive;

/// <summary>Gives a file a second name, which of several at once exactly one can.</summary>
/// <remarks><see cref="File.Move(string, string, bool)"/> looks first and renames then, so two that look at once both succeed.</remarks>
internal static partial class FileLink
{
    private const int Exists = 17; // EEXIST, on Linux and macOS

    /// <returns>False when there is a file of that name.</returns>
    /// <exception cref="IOException">The file system knows no hard links, or failed.</exception>
    public static bool TryCreate(string file, string name)
    {
        if (Link(file, name) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == Exists
            ? false
            : throw new IOException($"{name} can't be made from {file}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);
}
