using System.Text.Json.Nodes;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Load;

/// <summary>Runs <c>awsense load</c> as a person does, and reads its result.</summary>
internal static class LoadProgram
{
    public static async Task<(int ExitCode, JsonNode Result)> RunAsync(string arguments)
    {
        var (exitCode, output) = await Shell.RunAsync($"{RunningService.Program} load --json --quiet {arguments}");
        try
        {
            return (exitCode, JsonNode.Parse(output)!);
        }
        catch (System.Text.Json.JsonException)
        {
            throw new InvalidOperationException($"awsense load {arguments} ended with {exitCode}:\n{output}");
        }
    }

    /// <summary>How often a check was violated.</summary>
    public static long Violations(this JsonNode result, string check) =>
        (long)result["checks"]!.AsArray().Single(entry => (string)entry!["name"]! == check)!["violations"]!;

    /// <summary>How many requests have failed with a type.</summary>
    public static long Failed(this JsonNode result, string type) =>
        result["errors"]!.AsArray().Where(entry => (string)entry!["type"]! == type).Sum(entry => (long)entry!["count"]!);
}
