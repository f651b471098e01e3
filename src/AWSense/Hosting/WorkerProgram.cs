using AWSense.Backends.Embedded.Fleet;
using Microsoft.Extensions.Configuration;

namespace AWSense.Hosting;

/// <summary>How this very program is started again as a worker.</summary>
internal static class WorkerProgram
{
    /// <param name="configuration">All of it is handed on.</param>
    /// <param name="socket">The broker's socket.</param>
    /// <param name="dataFolder">The service's data folder.</param>
    public static WorkerLauncher Launcher(IConfiguration configuration, string socket, string dataFolder)
    {
        var own = Environment.ProcessPath ?? throw new InvalidOperationException("This process doesn't know its own program.");

        // Started as "dotnet awsense.dll", the program is dotnet and needs the file's name.
        IReadOnlyList<string> program = Path.GetFileNameWithoutExtension(own) == "dotnet" ? [Path.Combine(AppContext.BaseDirectory, "awsense.dll")] : [];
        return new(own, [.. program, "work", "--socket", socket, "--data", dataFolder], AppConfiguration.ToEnvironment(configuration));
    }
}
