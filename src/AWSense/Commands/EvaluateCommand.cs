using System.CommandLine;
using System.Globalization;
using AWSense.Evaluating;
using AWSense.Hosting;
using AWSense.Reporting;
using AWSense.Simulating;

namespace AWSense.Commands;

/// <summary><c>awsense evaluate</c>: what the policies do with a hundred pictures at once.</summary>
internal static class EvaluateCommand
{
    private const string ReportStandard = "evaluation.html";

    public static Command Create()
    {
        var quick = new Option<bool>("--quick") { Description = "Only our own policy is live, all else simulated; takes less than a minute rather than about eight." };
        var json = new Option<bool>("--json") { Description = "One JSON object with all figures." };
        var prices = new Option<string?>("--prices") { Description = "Prices an instance-hour, in YAML or JSON: t3.small: 0.0208", HelpName = "FILE" };
        var report = new Option<string?>("--report")
        {
            Description = $"A page with charts. Default name: {ReportStandard}.",
            Arity = ArgumentArity.ZeroOrOne,
            HelpName = "FILE.html",
        };
        var summary = $"Evaluate the scaling policies as the original was: one worker, {EvaluationCase.Uploads} pictures at once, out, idle, in. Live on this machine, or simulated.";
        var command = new DocumentedCommand("evaluate", summary, """
            awsense evaluate --quick
            awsense evaluate --report evaluation.html
            awsense evaluate --quick --json > evaluation.json
            """) { quick, report, prices, json };
        command.SetAction(async (parsed, _) =>
        {
            var list = parsed.GetValue(prices) is { } path ? PriceList.Read(path) : PriceList.None;
            var file = parsed.GetResult(report) is null ? null : OutputFile.At(parsed.GetValue(report) ?? ReportStandard, "report");
            using var interrupt = Interrupt.Listen();
            var evaluation = new Evaluation(AppConfiguration.Build([]), TimeProvider.System);
            var result = await evaluation.RunAsync(parsed.GetValue(quick), new(), interrupt.Token);
            var about = AboutRun.Lines(TimeProvider.System);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(EvaluationJson.Write(result, list, about));
            }
            else
            {
                Print(result, list);
            }

            if (file is not null)
            {
                await File.WriteAllTextAsync(file, EvaluationReport.Create(result, list, about), CancellationToken.None);
                Console.Error.WriteLine($"The report is in {file}");
            }

            return result.Unanswered == 0 ? 0 : throw new CommandFailedException($"{result.Unanswered} uploads of the live cases got no label.");
        });
        return command;
    }

    private static void Print(EvaluationResult result, PriceList prices)
    {
        Console.WriteLine($"On this machine, {EvaluationCase.Uploads} pictures at once:");
        ConsoleTable.Write([EvaluationColumns.Headings(prices), .. result.ThisMachine.Select(row => EvaluationColumns.Cells(row, prices))]);
        Console.WriteLine(EvaluationColumns.Legend);
        Console.WriteLine("What was live, simulated with what was measured there:");
        ConsoleTable.Write([EvaluationColumns.ComparisonHeadings, .. result.Compared.Select(EvaluationColumns.ComparisonCells)]);
        Console.WriteLine("The same on EC2, where instances boot for 60 to 90 s; all simulated:");
        ConsoleTable.Write([EvaluationColumns.Headings(prices), .. result.Ec2.Select(row => EvaluationColumns.Cells(row, prices))]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Done in {result.Elapsed.TotalSeconds:0} s."));
    }
}
