using System.CommandLine;
using System.Text.Json.Nodes;
using AWSense.Hosting;
using AWSense.Policies;
using AWSense.Scaling.Policies;

namespace AWSense.Commands;

/// <summary><c>awsense policy</c>: whether a scaling policy is sound, and what it does.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new DocumentedCommand("policy", "Check and explain scaling policies, which are YAML or JSON files.", """
        awsense policy check policies/default.yaml
        awsense policy explain seed
        """)
    {
        Check(),
        Explain(),
    };

    private static DocumentedCommand Check()
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Policy files, or the names of policies that come with the program." };
        var json = new Option<bool>("--json") { Description = "The problems as JSON." };
        var command = new DocumentedCommand("check", "Tell everything that is wrong or unwise with policies. Fails if one has an error; warnings are no errors.", """
            awsense policy check my-policy.yaml
            awsense policy check policies/*.yaml
            awsense policy check --json seed
            """) { files, json };
        command.SetAction(parsed =>
        {
            var readings = parsed.GetValue(files)!.Select(PolicyFiles.Find).Select(file => (File: file, Reading: PolicyFile.ReadFile(file))).ToList();
            Console.WriteLine(parsed.GetValue(json)
                ? new JsonArray([.. readings.Select(entry => Json(entry.File, entry.Reading))]).ToJsonString()
                : string.Join('\n', readings.Select(entry => Text(entry.File, entry.Reading))));
            return readings.All(entry => entry.Reading.Policy is not null) ? 0 : Failures.ExitCode;
        });
        return command;
    }

    private static DocumentedCommand Explain()
    {
        var file = new Argument<string>("FILE") { Description = "A policy file, or the name of a policy that comes with the program." };
        var json = new Option<bool>("--json") { Description = "The policy as JSON, with every default filled in." };
        var command = new DocumentedCommand("explain", "Tell in words what a policy does, and which alarms it means.", """
            awsense policy explain default
            awsense policy explain --json my-policy.yaml
            """) { file, json };
        command.SetAction(parsed =>
        {
            var policy = PolicyFiles.Open(parsed.GetValue(file)!);
            Console.WriteLine(parsed.GetValue(json) ? PolicyFile.ToFullJson(policy) : string.Join('\n', PolicyWords.Explain(policy)));
            return 0;
        });
        return command;
    }

    private static string Text(string file, PolicyReading reading)
    {
        var errors = reading.Problems.Count(problem => problem.Severity == PolicySeverity.Error);
        var warnings = reading.Problems.Count - errors;
        return reading.Problems.Count == 0
            ? $"{file}: sound"
            : $"{PolicyFiles.Describe(file, reading.Problems)}\n{file}: {Count(errors, "error")}, {Count(warnings, "warning")}";
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static JsonObject Json(string file, PolicyReading reading) => new()
    {
        ["file"] = file,
        ["usable"] = reading.Policy is not null,
        ["problems"] = new JsonArray([.. reading.Problems.Select(problem => new JsonObject
        {
            ["severity"] = problem.Severity == PolicySeverity.Error ? "error" : "warning",
            ["path"] = problem.Path,
            ["line"] = problem.Line,
            ["column"] = problem.Column,
            ["message"] = problem.Message,
            ["harm"] = problem.Harm,
        })]),
    };
}
