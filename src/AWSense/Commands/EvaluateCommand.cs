using System.CommandLine;
using AWSense.Evaluating;
using AWSense.Hosting;
using AWSense.Reporting;
using AWSense.Simulating;

namespace AWSense.Commands;

/// <summary><c>awsense evaluate</c>: what the policies do with a hundred pictures at once.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var quick = new Option<bool>("--quick");
        var command = new DocumentedCommand("evaluate", "x", "awsense evaluate --quick") { quick };
        command.SetAction(async (parsed, _) =>
        {
            using var interrupt = Interrupt.Listen();
            var evaluation = new Evaluation(AppConfiguration.Build([]), TimeProvider.System);
            var result = await evaluation.RunAsync(parsed.GetValue(quick), new(), interrupt.Token);
            ConsoleTable.Write([EvaluationColumns.Headings(PriceList.None), .. result.ThisMachine.Select(row => EvaluationColumns.Cells(row, PriceList.None))]);
            ConsoleTable.Write([EvaluationColumns.ComparisonHeadings, .. result.Compared.Select(EvaluationColumns.ComparisonCells)]);
            Console.WriteLine(result.Machine);
            Console.WriteLine(result.Elapsed);
            return result.Unanswered == 0 ? 0 : Failures.ExitCode;
        });
        return command;
    }
}
