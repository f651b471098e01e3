using AWSense.Backends.Embedded.Fleet;
using Microsoft.Extensions.Configuration;

namespace AWSense.Hosting;

/// <summary>How this very program is started again as a worker.</summary>
internal static class WorkerProgram
{
    // A worker makes little garbage, and that all at once: small generations and few heaps of the C library cost it no time and spare 15 MB.
    private static readonly Dictionary<string, string> Memory = new(StringComparer.Ordinal)
    {
        ["DOTNET_GCgen0size"] = "0x400000",
        ["DOTNET_GCConserveMemory"] = "5",
        ["MALLOC_ARENA_MAX"] = "2",
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
    };

    /// <param name="configuration">All of it is handed on.</param>
    /// <param name="socket">The broker's socket.</param>
    /// <param name="dataFolder">The service's data folder.</param>
    public static WorkerLauncher Launcher(IConfiguration configuration, string socket, string dataFolder)
    {
        var program = OwnProgram.Command;
        return new(program[0], [.. program.Skip(1), "work", "--socket", socket, "--data", dataFolder], EnvironmentOf(configuration));
    }

    /// <summary>The settings, and how a worker is to use memory unless whoever started this process has said otherwise.</summary>
    internal static IReadOnlyDictionary<string, string> EnvironmentOf(IConfiguration configuration)
    {
        var variables = AppConfiguration.ToEnvironment(configuration);
        foreach (var (name, value) in Memory.Where(variable => Environment.GetEnvironmentVariable(variable.Key) is null))
        {
            variables[name] = value;
        }

        return variables;
    }
}
