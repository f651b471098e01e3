namespace AWSense.Core.Models;

/// <summary>A model and its version. A changed file is another version, so that an answer says what made it.</summary>
/// <param name="Name">The folder's name below <c>models/</c>: 1 to 64 of <c>a-z 0-9 . _ -</c>.</param>
/// <param name="Version">As the manifest says it: 1 to 32 of the same characters.</param>
public sealed record ModelVersion(string Name, string Version)
{
    public override string ToString() => $"{Name}@{Version}";
}
