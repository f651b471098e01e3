namespace AWSense.Backends.Tests.Support;

/// <summary>A folder of a test's own, short enough for a socket; it is removed with all it holds.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("awt-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
