using System.Text.Json;
using System.Text.Json.Nodes;
using AWSense.Backends.Embedded.Archive;

namespace AWSense.Backends.Embedded.Data;

/// <summary>The folder that holds everything a service must keep. One process has it at a time; its death, however sudden, frees it.</summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>Version of the layout that this program writes.</summary>
    public const int FormatVersion = 1;

    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>The broker's database.</summary>
    public string Database => DatabaseOf(Path);

    /// <summary>The archive's root.</summary>
    public string Archive => ArchiveOf(Path);

    /// <summary>The hashed API keys.</summary>
    public string Keys => KeysOf(Path);

    /// <summary>Names the run folder of the process that has the data folder.</summary>
    internal string RunFolderRecord => System.IO.Path.Combine(Path, "run");

    /// <summary>The broker's database below a data folder, for processes that don't hold it.</summary>
    internal static string DatabaseOf(string dataFolder) => System.IO.Path.Combine(dataFolder, "queue.db");

    /// <summary>The archive's root below a data folder, for processes that don't hold it.</summary>
    public static string ArchiveOf(string dataFolder) => System.IO.Path.Combine(dataFolder, "archive");

    /// <summary>The file of API keys below a data folder, for processes that don't hold it.</summary>
    public static string KeysOf(string dataFolder) => System.IO.Path.Combine(dataFolder, "keys.json");

    /// <summary>Takes a data folder, making it when it isn't there.</summary>
    /// <exception cref="DataFolderException">Another process has it, or its format is newer than this program.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            // What is promised to survive a power cut needs its folder to survive it, too.
            Directory.CreateDirectory(full);
            PosixFiles.SyncFolder(System.IO.Path.GetDirectoryName(full)!);
        }

        var held = Hold(full);
        try
        {
            CheckFormat(full);
            return new(full, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Checks that a folder is one that this program can read, without taking it.</summary>
    /// <exception cref="DataFolderException">It is no data folder, or its format is newer than this program.</exception>
    internal static void CheckReadable(string folder)
    {
        if (!File.Exists(FormatOf(folder)) || !File.Exists(DatabaseOf(folder)))
        {
            throw new DataFolderException($"{folder} is no data folder of a service. Name the one that awsense up was given, with --data.");
        }

        CheckFormat(folder);
    }

    /// <summary>Looks at a data folder without taking it or making anything.</summary>
    public static DataFolderState Look(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!Directory.Exists(full))
        {
            return new(Exists: false, InUse: false, Problem: null);
        }

        try
        {
            if (File.Exists(FormatOf(full)))
            {
                CheckVersion(full);
            }

            return new(Exists: true, IsHeld(full), Problem: null);
        }
        catch (DataFolderException exception)
        {
            return new(Exists: true, InUse: false, exception.Message);
        }
    }

    /// <summary>Frees the folder.</summary>
    public void Dispose() => held.Dispose();

    private static FileStream Hold(string folder)
    {
        try
        {
            return new(LockOf(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException)
        {
            throw new DataFolderException($"The data folder {folder} is in use by another service. Stop that one, or choose another folder with --data.", exception);
        }
    }

    private static bool IsHeld(string folder)
    {
        if (!File.Exists(LockOf(folder)))
        {
            return false;
        }

        try
        {
            using var free = new FileStream(LockOf(folder), FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    // There is no older format yet; a newer program migrates here, step by step, before it writes its own number.
    private static void CheckFormat(string folder)
    {
        var path = FormatOf(folder);
        if (!File.Exists(path))
        {
            File.WriteAllText(path, $$"""{"version":{{FormatVersion}}}""");
            return;
        }

        CheckVersion(folder);
    }

    private static void CheckVersion(string folder)
    {
        var version = ReadVersion(FormatOf(folder));
        if (version != FormatVersion)
        {
            throw new DataFolderException(
                $"The data folder {folder} has format {version}, which is newer than this program's {FormatVersion}. Use the program that wrote it, or choose another folder with --data.");
        }
    }

    private static string LockOf(string folder) => System.IO.Path.Combine(folder, "lock");

    private static string FormatOf(string folder) => System.IO.Path.Combine(folder, "format.json");

    private static int ReadVersion(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path))?["version"]?.GetValue<int>() ?? throw new JsonException("There is no version.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new DataFolderException($"{path} can't be read: {exception.Message}", exception);
        }
    }
}

/// <summary>How a data folder is.</summary>
/// <param name="Exists">Whether it is there.</param>
/// <param name="InUse">Whether a service has it.</param>
/// <param name="Problem">Why it can't be used by this program; null when it can.</param>
public sealed record DataFolderState(bool Exists, bool InUse, string? Problem);
