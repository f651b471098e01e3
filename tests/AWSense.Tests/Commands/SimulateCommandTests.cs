using AWSense.Commands;

namespace AWSense.Tests.Commands;

/// <summary>What <c>awsense simulate</c> takes.</summary>
public sealed class SimulateCommandTests
{
    [Theory]
    [InlineData("--workload const --policy default --policy seed --report")]
    [InlineData("--workload const --workload flash --report page.html --prices prices.yaml")]
    [InlineData("--trace requests.csv --service-time 200ms --seed 7")]
    [InlineData("--suite --json")]
    [InlineData("--suite folder --seed 4")]
    [InlineData("--workload const --spot-interruptions 2.5 --metric-gaps 0.3")]
    [InlineData("--suite folder --count-error 0.2 --duplicates 1 --lost-launches 0 --slow-launches 0.5")]
    public void Whole_command_lines_are_taken(string arguments) => Assert.Empty(Errors(arguments));

    [Theory]
    [InlineData("", "Choose one of")]
    [InlineData("--policy seed", "Choose one of")]
    [InlineData("--workload const --suite", "Choose one of")]
    [InlineData("--workload const --trace requests.csv", "Choose one of")]
    [InlineData("--suite --report", "--report draws single runs")]
    [InlineData("--suite --prices prices.yaml", "leave --service-time and --prices away")]
    [InlineData("--suite --service-time 1s", "leave --service-time and --prices away")]
    [InlineData("--workload const --count-error 1.1", "--count-error takes a number from 0 to 1")]
    [InlineData("--workload const --lost-launches -0.1", "--lost-launches takes a number from 0 to 1")]
    [InlineData("--workload const --metric-gaps 2", "--metric-gaps takes a number from 0 to 1")]
    [InlineData("--workload const --spot-interruptions -1", "--spot-interruptions takes a number from 0")]
    [InlineData("--workload const --duplicates NaN", "--duplicates takes a number from 0 to 1")]
    public void What_contradicts_itself_is_told(string arguments, string expected) =>
        Assert.Contains(Errors(arguments), error => error.Contains(expected, StringComparison.Ordinal));

    private static IReadOnlyList<string> Errors(string arguments) =>
        [.. SimulateCommand.Create().Parse(arguments).Errors.Select(error => error.Message)];
}
