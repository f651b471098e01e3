using System.Text.RegularExpressions;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Load;

/// <summary>Whatever a server does wrong, the generator sees it and says so.</summary>
[Collection(Alone.Name)]
public sealed partial class FaultTests
{
    private const int Requests = 40;
    private const int TimeoutMs = 1500;
    private const int TimerEarlyMs = 20; // a timer counts in ticks of the system's clock and may end within one before its time

    [Theory]
    [InlineData(true)]
    [InlineData(false)] // as the old clients do: a connection an upload
    public async Task Faults_on_the_wire_are_told_apart(bool keepAlive)
    {
        Fault[] faults = [Fault.Delay, Fault.Close, Fault.Reset, Fault.Silence, Fault.Twice];
        await using var server = new FaultyServer(upload => (upload.Number % 8 is 4 && upload.Number / 8 < faults.Length ? faults[upload.Number / 8] : Fault.None, "200 OK", "text/plain", LabelOf(upload)));
        var address = server.Start();

        var (exitCode, result) = await LoadProgram.RunAsync($"--url {address} -n {Requests} -c 1 --no-fleet --keep-alive {(keepAlive ? "true" : "false")} --timeout {TimeoutMs}ms --fail-on 'violations>0'");

        Assert.Equal(2, exitCode);
        Assert.Equal((Requests, Requests), ((int)result["sent"]!, server.Seen)); // sent once each, a reset one too
        Assert.Equal((Requests - 3, 3), ((int)result["answered"]!, (int)result["failed"]!));
        Assert.Equal((1, 1, 1), (result.Failed("connection-closed"), result.Failed("connection-reset"), result.Failed("timeout")));
        Assert.Equal((3, 1, 0), (result.Violations("answered"), result.Violations("answered-once"), result.Violations("same-label")));
        Assert.InRange((double)result["latency"]!["max_ms"]!, FaultyServer.Delay.TotalMilliseconds - TimerEarlyMs, TimeoutMs); // not the one that was given up
        Assert.Contains("HTTP/1.1 200 OK", (string)result["checks"]![1]!["examples"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_answer_that_comes_later_is_seen_or_taken_for_the_next_one()
    {
        await using var server = new FaultyServer(upload => (upload.Number == 7 ? Fault.TwiceLater : Fault.None, "200 OK", "text/plain", LabelOf(upload)));
        var address = server.Start();

        var (_, result) = await LoadProgram.RunAsync($"--url {address} -n {Requests} -c 1 --no-fleet --keep-alive true");

        Assert.True(result.Violations("answered-once") + result.Violations("same-label") >= 1, result.ToJsonString());
    }

    [Fact]
    public async Task An_answer_with_anothers_label_or_name_is_told()
    {
        // Upload 8 gets the label of another picture, upload 12 another one's name and label, as a whole.
        await using var server = new FaultyServer(upload => (
            Fault.None, "200 OK", "text/plain", upload.Number == 12 ? "another:label" : $"{StemOf(upload)}:{(upload.Number == 8 ? "wrong" : LabelOf(upload))}"));
        var address = server.Start();

        var (exitCode, result) = await LoadProgram.RunAsync($"--url {address} -n 20 -c 1 --no-fleet --protocol inputFile");

        Assert.Equal(0, exitCode); // no rule was given
        Assert.Equal((2, 1), (result.Violations("same-label"), result.Violations("own-picture")));
        Assert.Contains("request 12", (string)result["checks"]![2]!["examples"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_another_job_or_picture_is_told()
    {
        const string Foreign = "0000000000000000000000000000000000000000000000000000000000000000";
        await using var server = new FaultyServer(upload => (
            Fault.None, "200 OK", "application/json",
            $$"""{"id":"job-{{(upload.Number == 9 ? 3 : upload.Number)}}","labels":[{"label":"x"}],"image":{"sha256":"{{(upload.Number == 6 ? Foreign : ShaOf(upload))}}"} }"""));
        var address = server.Start();

        var (_, result) = await LoadProgram.RunAsync($"--url {address} -n 20 -c 1 --no-fleet --protocol classify");

        Assert.Equal((1, 1), (result.Violations("own-id"), result.Violations("own-picture")));
        Assert.Contains("job-3", result["checks"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("sha256 0000", result["checks"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_are_grouped_by_their_type_with_examples()
    {
        await using var server = new FaultyServer(upload => upload.Number % 4 == 0
            ? (Fault.None, "503 Service Unavailable", "application/problem+json", $$"""{"type":"urn:awsense:problem:too-busy","title":"Too much is waiting","detail":"number {{upload.Number}}","job_id":"j{{upload.Number}}"}""")
            : upload.Number == 5 ? (Fault.None, "500 Internal Server Error", "text/html", "<h1>oops</h1>")
            : upload.Number == 6 ? (Fault.None, "200 OK", "text/html", "<html>")
            : (Fault.None, "200 OK", "text/plain", LabelOf(upload)));
        var address = server.Start();

        var (exitCode, result) = await LoadProgram.RunAsync($"--url {address} -n {Requests} -c 1 --no-fleet --fail-on 'errors>12' --fail-on 'p95>5s' --fail-on 'error-rate>=0.3'");

        Assert.Equal(2, exitCode); // by the last rule alone
        Assert.Equal((10, 1, 1), (result.Failed("urn:awsense:problem:too-busy"), result.Failed("http-500"), result.Failed("malformed-answer")));
        var first = result["errors"]![0]!;
        Assert.Equal(("number 4", "j4", 3, 503), ((string)first["examples"]![0]!["detail"]!, (string)first["examples"]![0]!["id"]!, first["examples"]!.AsArray().Count, (int)first["status"]!));
        Assert.Equal([false, false, true], result["rules"]!.AsArray().Select(rule => (bool)rule!["failed"]!));
    }

    [Fact]
    public async Task An_interrupt_ends_the_run_with_the_result_so_far()
    {
        await using var server = new FaultyServer(upload => (upload.Number > 5 ? Fault.Silence : Fault.None, "200 OK", "text/plain", LabelOf(upload)));
        var address = server.Start();

        // env: a shell may have had the tests ignore SIGINT, which children inherit.
        var file = Path.GetTempFileName();
        var running = Shell.RunAsync($"env --default-signal=INT {RunningService.Program} load --json --quiet --url {address} -c 2 -d 60s --no-fleet & echo $! > {file}; wait $!");
        await Eventually.Async(() => Task.FromResult(server.Seen == 7), TimeSpan.FromSeconds(30), () => $"{server.Seen} uploads have come");
        Processes.Signal(int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture), "INT");
        var (exitCode, output) = await running;
        File.Delete(file);

        var result = System.Text.Json.Nodes.JsonNode.Parse(output)!;
        Assert.Equal(130, exitCode);
        Assert.Equal(("interrupted", 5, 2), ((string)result["end"]!, (int)result["answered"]!, (int)result["unanswered"]!));
    }

    private static string LabelOf(SeenUpload upload) => $"label of {StemOf(upload)}";

    private static string StemOf(SeenUpload upload) => FileName().Match(upload.Text).Groups[1].Value.Split('.')[0];

    private static string ShaOf(SeenUpload upload) =>
        Pictures.Sha256(System.Text.Encoding.Latin1.GetBytes(upload.Text[(upload.Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]));

    [GeneratedRegex("filename=\"([^\"]*)\"")]
    private static partial Regex FileName();
}
