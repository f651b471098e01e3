using System.Security.Cryptography;

namespace AWSense.Backends.Embedded.Data;

/// <summary>A short private folder for the broker's socket, since the path of a Unix domain socket has at most 108 bytes.</summary>
public sealed class RunFolder : IDisposable
{
    private const int PathMax = 107;
    private readonly string path;
    private readonly string record;

    private RunFolder(string path, string record) => (this.path, this.record) = (path, record);

    /// <summary>The broker's socket.</summary>
    public string Socket => System.IO.Path.Combine(path, "broker.sock");

    /// <summary>Makes the folder, readable by this user alone, and removes the one that a killed process left behind.</summary>
    public static RunFolder Create(DataFolder data)
    {
        if (File.Exists(data.RunFolderRecord))
        {
            Remove(File.ReadAllText(data.RunFolderRecord));
        }

        var parent = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime && Directory.Exists(runtime)
            ? runtime
            : System.IO.Path.GetTempPath();
        var path = System.IO.Path.Combine(parent, $"awsense-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}");
        var folder = new RunFolder(path, data.RunFolderRecord);
        if (System.Text.Encoding.UTF8.GetByteCount(folder.Socket) > PathMax)
        {
            throw new DataFolderException($"The socket's path {folder.Socket} is too long; set TMPDIR to a shorter folder.");
        }

        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(data.RunFolderRecord, path);
        return folder;
    }

    public void Dispose()
    {
        Remove(path);
        File.Delete(record);
    }

    private static void Remove(string folder)
    {
        // The record is a file that anybody may have written: only a folder of ours is removed.
        if (System.IO.Path.GetFileName(folder).StartsWith("awsense-", StringComparison.Ordinal) && Directory.Exists(folder))
        {
            File.Delete(System.IO.Path.Combine(folder, "broker.sock"));
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }
}
