using System.Text.RegularExpressions;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests;

/// <summary>The commands in the documents do what a reader expects of them.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public async Task Every_curl_of_the_readme_is_answered()
    {
        var commands = CommandsOf("README.md").Where(command => command.StartsWith("curl", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);
        await using var service = await RunningService.StartAsync(workers: 1);

        foreach (var command in commands)
        {
            var (exitCode, output) = await Shell.RunAsync($"{command.Replace("curl", "curl --silent --show-error --fail", StringComparison.Ordinal)}"
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
            await RunAllAsync(commands, data, $"--data {data}");
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
            Assert.All(await RunAllAsync(commands, folder), output => Assert.Contains("policy", output, StringComparison.Ordinal));
            Assert.True(File.Exists(Path.Combine(folder, "simulation.html")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Every_command_of_the_policies_page_works()
    {
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "my-policy.yaml"), YamlOf("docs/policies.md"));
            var commands = CommandsOf("docs/policies.md").ToList();
            await RunAllAsync(commands, folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_the_aws_page_prints_and_simulates_here_works()
    {
        var commands = CommandsOf("docs/aws.md").ToList();

        Assert.Contains("multipart/mixed", (await RunAllAsync(commands, Shell.Root))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_load_of_the_load_page_is_answered_as_it_should_be()
    {
        var folder = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "samples"), Path.Combine(Shell.Root, "samples"));
            await using var service = await RunningService.StartAsync(workers: 1);
            var commands = CommandsOf("docs/load.md").Select(command => command.Replace("127.0.0.1:8081", $"127.0.0.1:{service.Address.Port}", StringComparison.Ordinal)).ToList();

            var outputs = await RunAllAsync(commands, folder, "--fail-on 'errors>0' --fail-on 'violations>0'");

            Assert.All(outputs, output => Assert.Contains("rule violations>0: kept, measured 0", output, StringComparison.Ordinal));
            Assert.Contains(outputs, output => output.Contains("coffee.jpg uploaded!\nClassification result: espresso\n", StringComparison.Ordinal));
            Assert.Contains(outputs, output => output.Contains("Classification result: coffee:espresso\n", StringComparison.Ordinal) && output.Contains("[Workload-gen] Total number of correct predictions : 20\n", StringComparison.Ordinal));
            Assert.Contains(outputs, output => output.Contains("accuracy: 20 of 20 right (1.000)", StringComparison.Ordinal));
            Assert.Contains(outputs, output => output.Contains("where the time went, on average: accept", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_policy_with_an_error_is_told_where_it_is_and_fails()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("awsense-test-").FullName, "bad.yaml");
        try
        {
            await File.WriteAllTextAsync(file, "apiVersion: awsense/v1\nkind: ScalingPolicy\nfleet: { min: 5, max: 2 }\npolicy: { demand: { hold: 1s } }\n");

            var (checking, told) = await Shell.RunAsync($"{RunningService.Program} policy check seed {file}");
            var (explaining, refused) = await Shell.RunAsync($"{RunningService.Program} policy explain {file}");
            var (finding, unknown) = await Shell.RunAsync($"{RunningService.Program} policy check nothing");

            Assert.Equal((1, 1, 1), (checking, explaining, finding));
            Assert.All(new[] { told, refused }, output => Assert.Contains($"{file}:3:10: error: fleet.min: min (5) is above max (2).", output, StringComparison.Ordinal));
            Assert.Contains($"{file}:4:21: error: policy.demand.hold: hold (1 s) is shorter than signals.interval (5 s).", told, StringComparison.Ordinal);
            Assert.Contains("0 errors, 3 warnings", told, StringComparison.Ordinal);
            Assert.Contains("seed, steady, step", unknown, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public async Task The_demonstration_prints_sensible_labels_grows_and_shrinks_a_fleet_and_ends()
    {
        var data = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        try
        {
            var temporary = Directory.CreateDirectory(Path.Combine(data, "tmp")).FullName;
            var (exitCode, output) = await Shell.RunAsync($"TMPDIR={temporary} {RunningService.Program} demo --exit --data {data}/data --urls http://127.0.0.1:0");

            Assert.Equal(0, exitCode);
            Assert.All(Pictures.SampleLabels.Values, label => Assert.Contains(label, output, StringComparison.Ordinal));
            Assert.Equal(2, Count(output, "100 of 100 answered"));
            var closing = ClosingLine().Match(output);
            Assert.True(closing.Success, output);
            Assert.Equal("0", closing.Groups["redeliveries"].Value);
            Assert.Empty(Directory.GetFileSystemEntries(temporary, "awsense-demo-*"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>Runs commands of the program, of which there must be some, and each of which must succeed.</summary>
    /// <returns>What each has written.</returns>
    private static async Task<IReadOnlyList<string>> RunAllAsync(IReadOnlyList<string> commands, string folder, string options = "")
    {
        Assert.NotEmpty(commands);
        var outputs = new List<string>();
        foreach (var command in commands)
        {
            var (exitCode, output) = await Shell.RunAsync($"cd {folder} && {RunningService.Program} {command["awsense ".Length..]} {options}");

            Assert.True(exitCode == 0, $"{command}: {output}");
            outputs.Add(output);
        }

        return outputs;
    }

    private static IEnumerable<string> CommandsOf(string document) => Console()
        .Matches(File.ReadAllText(Path.Combine(Shell.Root, document)))
        .SelectMany(block => block.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    private static string YamlOf(string document) => Yaml().Match(File.ReadAllText(Path.Combine(Shell.Root, document))).Groups[1].Value;

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"^desired >= 6 after [\d.]+ s · 6 in service after [\d.]+ s · 100 of 100 answered in [\d.]+ s · back to 1 worker after [\d.]+ s · redeliveries (?<redeliveries>\d+)", RegexOptions.Multiline)]
    private static partial Regex ClosingLine();

    [GeneratedRegex("^```console\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Console();

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();
}
