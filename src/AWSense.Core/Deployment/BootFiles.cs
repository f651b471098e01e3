namespace AWSense.Core.Deployment;

/// <summary>The scripts and units that user data is made of, which are files of this project.</summary>
internal static class BootFiles
{
    /// <summary>Reads one.</summary>
    /// <param name="name">Its file name.</param>
    public static string Read(string name)
    {
        using var stream = typeof(BootFiles).Assembly.GetManifestResourceStream($"Deployment/{name}")
            ?? throw new InvariantException($"The program has no {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
