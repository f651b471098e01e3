using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>The commands in the documents do what a reader expects of them.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    [Fact]
    public async Task Every_curl_of_the_readme_is_answered()
    {
        var commands = CommandsOf("README.md").Where(command => command.StartsWith("curl", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);
        await using var service = await RunningService.StartAsync(workers: 1);

        foreach (var command in commands)
        {
            var (exitCode, output) = await RunAsync($"{command.Replace("curl", "curl --silent --show-error --fail", StringComparison.Ordinal)}"
                .Replace("127.0.0.1:8081", $"127.0.0.1:{service.Address.Port}", StringComparison.Ordinal));

            Assert.True(exitCode == 0, $"{command}: {output}");
            Assert.Contains("espresso", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_key_command_of_the_operations_works()
    {
        var data = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            var commands = CommandsOf("docs/operations.md").Where(command => command.StartsWith("awsense", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(commands);
            foreach (var command in commands)
            {
                var (exitCode, output) = await RunAsync($"{RunningService.Program} {command["awsense ".Length..]} --data {data}");

                Assert.True(exitCode == 0, $"{command}: {output}");
            }
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Every_simulation_of_the_documents_works()
    {
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            var commands = CommandsOf("docs/scaling.md").Where(command => command.StartsWith("awsense simulate", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(commands);
            foreach (var command in commands)
            {
                var (exitCode, output) = await RunAsync($"cd {folder} && {RunningService.Program} {command["awsense ".Length..]}");

                Assert.True(exitCode == 0, $"{command}: {output}");
                Assert.Contains("policy", output, StringComparison.Ordinal);
            }

            Assert.True(File.Exists(Path.Combine(folder, "simulation.html")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_demonstration_prints_sensible_labels_and_ends()
    {
        var data = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            var (exitCode, output) = await RunAsync($"{RunningService.Program} demo --exit --data {data} --urls http://127.0.0.1:0");

            Assert.Equal(0, exitCode);
            Assert.All(Pictures.SampleLabels.Values, label => Assert.Contains(label, output, StringComparison.Ordinal));
            Assert.Contains("100 of 100 answered", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static IEnumerable<string> CommandsOf(string document) => Console()
        .Matches(File.ReadAllText(Path.Combine(Root, document)))
        .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static async Task<(int ExitCode, string Output)> RunAsync(string command)
    {
        var start = new ProcessStartInfo("bash", ["-c", command])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, $"{await output}{await error}");
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex("^```console\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Console();
}
