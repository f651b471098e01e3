using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using AWSense.Commands;
using AWSense.Hosting;
using AWSense.Load.Planning;

namespace AWSense.Tests.Commands;

/// <summary>What <c>awsense load</c> takes.</summary>
public sealed class LoadCommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--num_request 100 --url http://10.0.0.1/ --image_folder samples/")] // the older of the old generators
    [InlineData("--num_request 100 --url http://10.0.0.1:8000/ --image_folder samples/ --prediction_file labels.csv")] // the newer
    [InlineData("--num_request 100 --ip_addr 10.0.0.1 --image_folder samples/ --prediction_file labels.csv")]
    [InlineData("--rate 5.5 -d 10s --protocol JOBS --fail-on errors>0 --fail-on p95>500ms --json")]
    [InlineData("--workload ramp:1..50:5m --speed 10 --seed 3 --connections 20 --keep-alive false --json result.json")]
    [InlineData("--trace requests.csv.gz --total-timeout 1h --timeout 5s --no-fleet --fleet-after 30s -q --key abc")]
    [InlineData("-c 2000 --connections 2000 -n 5000")]
    public void Whole_command_lines_are_taken(string arguments) => Assert.Empty(Errors(arguments));

    [Theory]
    [InlineData("--rate 5", "--rate goes on for ever")]
    [InlineData("--rate 5 -d 1s -c 3", "Choose one of --concurrency N, --rate R")]
    [InlineData("--workload const --trace x.csv", "Choose one of --concurrency N, --rate R")]
    [InlineData("--url http://a/ --ip_addr 1.2.3.4", "Choose one of --url and --ip_addr")]
    [InlineData("--url ftp://a/", "begins with http:// or https://")]
    [InlineData("--url localhost:8081", "begins with http:// or https://")]
    [InlineData("--protocol soap", "--protocol takes myfile, inputFile, classify, jobs")]
    [InlineData("-n 0", "--num_request takes a number from 1 to 20000000")]
    [InlineData("-c 0", "--concurrency takes a number from 1 to 100000")]
    [InlineData("--rate NaN -d 1s", "--rate takes a number from 0.001 to 1000000")]
    [InlineData("-c 1001", "add --connections 1001")]
    [InlineData("-d 5", "--duration takes a time such as")]
    [InlineData("--timeout 0s", "--timeout takes a time such as")]
    [InlineData("--total-timeout 8000h", "--total-timeout takes a time such as")]
    [InlineData("--fail-on p95>fast", "'fast' is no time")]
    [InlineData("--fail-on accuracy<0.7", "add --prediction_file CSV")]
    public void What_contradicts_itself_is_told(string arguments, string expected) =>
        Assert.Contains(Errors(arguments), error => error.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("-n 1 --key s3cret --quiet", "awsense -n 1 --key *** --quiet")]
    [InlineData("--key=s3cret -c 1", "awsense --key *** -c 1")]
    [InlineData("--key:s3cret", "awsense --key ***")]
    public void The_command_that_results_tell_has_no_key(string arguments, string expected)
    {
        var plan = Plan(arguments);

        Assert.Equal(expected, plan.Command);
    }

    [Theory]
    [InlineData("--ip_addr 10.0.0.1", "http://10.0.0.1:8000/")]
    [InlineData("--ip_addr 10.0.0.1 --protocol classify", "http://10.0.0.1:8000/v1/classify")]
    [InlineData("", "http://127.0.0.1:8081/")]
    [InlineData("--url https://a.example/?model=x --protocol jobs", "https://a.example/v1/jobs?model=x")]
    public void The_address_is_that_of_the_old_flag_or_of_the_endpoint(string arguments, string expected) =>
        Assert.Equal(expected, Plan(arguments).Url.ToString());

    [Theory]
    [InlineData("--json")]
    [InlineData("--report")]
    public async Task A_file_that_cannot_be_written_is_told_before_anything_is_sent(string option)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var file = Path.Combine(Path.GetTempPath(), $"awsense-test-{Guid.NewGuid():N}", "file");
        var parsed = LoadCommand.Create().Parse($"-n 1 --no-fleet --quiet --timeout 1s --url http://{server.LocalEndpoint}/ {option} {file}");

        var failure = await Assert.ThrowsAsync<CommandFailedException>(() => parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken));

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
        Assert.False(server.Pending(), "something was sent");
    }

    private static LoadPlan Plan(string arguments)
    {
        var options = new LoadOptions();
        var command = new Command("load");
        options.AddTo(command);
        return options.Plan(command.Parse(arguments));
    }

    private static IReadOnlyList<string> Errors(string arguments) =>
        [.. LoadCommand.Create().Parse(arguments).Errors.Select(error => error.Message)];
}
