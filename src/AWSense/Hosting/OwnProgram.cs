namespace AWSense.Hosting;

/// <summary>How this very program is started again.</summary>
internal static class OwnProgram
{
    /// <summary>The command, to which arguments are added.</summary>
    public static IReadOnlyList<string> Command
    {
        get
        {
            var own = Environment.ProcessPath ?? throw new InvalidOperationException("This process doesn't know its own program.");

            // Started as "dotnet awsense.dll", the program is dotnet and needs the file's name.
            return Path.GetFileNameWithoutExtension(own) == "dotnet" ? [own, Path.Combine(AppContext.BaseDirectory, "awsense.dll")] : [own];
        }
    }
}
