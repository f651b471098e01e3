using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using AWSense.Hosting;
using Spectre.Console;

namespace AWSense.Commands;

/// <summary><c>awsense status</c>: what a running service says of itself.</summary>
internal static class StatusCommand
{
    private const int DecisionsShown = 5;
    private static readonly string[] WorkerFields = ["worker_id", "state", "slots", "succeeded", "failed", "busy_seconds"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var (url, key) = (ServiceConnection.UrlOption("--url"), ServiceConnection.KeyOption());
        var json = new Option<bool>("--json") { Description = "What GET /v1/fleet answers, as it is." };
        var command = new DocumentedCommand("status", "Show the health, the fleet and the backlog of a running service.", """
            awsense status
            awsense status --url http://127.0.0.1:9000 --json
            """) { url, key, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var http = ServiceConnection.Connect(parsed.GetValue(url) ?? ServiceConnection.DefaultUrl, parsed.GetValue(key), Patience);
            var fleet = await GetFleetAsync(http, cancellationToken);
            using var ready = await http.GetAsync("/health/ready", cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(fleet.ToJsonString());
            }
            else
            {
                Print(fleet, ready.IsSuccessStatusCode ? "ready" : $"not ready: {await ready.Content.ReadAsStringAsync(cancellationToken)}");
            }

            return ready.IsSuccessStatusCode ? 0 : Failures.ExitCode;
        });
        return command;
    }

    private static async Task<JsonObject> GetFleetAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync("/v1/fleet", cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonNode.Parse(text)!.AsObject()
                : throw new CommandFailedException($"The service answers {(int)response.StatusCode}: {text}");
        }
        catch (HttpRequestException exception)
        {
            throw new CommandFailedException($"Nothing answers at {http.BaseAddress} ({exception.Message}). Is the service running? Start it with: awsense up");
        }
    }

    private static void Print(JsonObject fleet, string health)
    {
        AnsiConsole.WriteLine($"health: {health}");
        var backlog = fleet["backlog"]?.AsObject() ?? [];
        AnsiConsole.WriteLine($"backlog: {string.Join(" · ", backlog.Select(lane => $"{lane.Key} {lane.Value?["waiting"]} waiting, {lane.Value?["leased"]} leased"))}");
        AnsiConsole.WriteLine($"policy: {fleet["policy"]}, up to {fleet["max"]} workers");
        AnsiConsole.WriteLine($"workers: {fleet["desired"]} desired · {fleet["in_service"]} in service · {fleet["booting"]} booting · {fleet["draining"]} draining");
        AnsiConsole.WriteLine($"demand: {Known(fleet["arrivals_per_second"])} requests/s of {Known(fleet["service_time_seconds"])} s");
        var table = new Table().AddColumns("worker", "state", "slots", "classified", "failed", "busy s");
        foreach (var worker in fleet["workers"]?.AsArray() ?? [])
        {
            table.AddRow([.. WorkerFields.Select(name => Cell(worker?[name]))]);
        }

        AnsiConsole.Write(table);
        PrintDecisions(fleet["decisions"]?.AsArray() ?? []);
    }

    private static void PrintDecisions(JsonArray decisions)
    {
        AnsiConsole.WriteLine(decisions.Count == 0 ? "No decision has changed the number of workers yet." : "Last decisions that changed the number of workers, newest first:");
        foreach (var decision in decisions.Take(DecisionsShown))
        {
            var at = decision!["at"]!.GetValue<DateTimeOffset>().ToLocalTime();
            AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {at:HH:mm:ss}  {decision["from"]} → {decision["to"]}: {decision["reason"]}"));
        }
    }

    private static string Known(JsonNode? value) => value?.ToString() ?? "?";

    private static string Cell(JsonNode? value) => value switch
    {
        null => "",
        JsonValue number when number.TryGetValue<double>(out var known) => known.ToString("0.#", CultureInfo.InvariantCulture),
        _ => Markup.Escape(value.ToString()),
    };
}
