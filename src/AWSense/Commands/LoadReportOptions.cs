using System.CommandLine;
using AWSense.Hosting;
using AWSense.Load.Comparing;
using AWSense.Load.Reporting;
using AWSense.Load.Results;
using AWSense.Simulating;

namespace AWSense.Commands;

/// <summary>What <c>awsense load</c> makes of its result: a page, and a comparison with an older run.</summary>
internal sealed class LoadReportOptions
{
    private const string ReportStandard = "load.html";

    private readonly Option<string?> report = new("--report") { Description = $"A page with charts. Default name: {ReportStandard}.", Arity = ArgumentArity.ZeroOrOne, HelpName = "FILE.html" };
    private readonly Option<string?> compare = new("--compare") { Description = "Compare with an older run, which --json has written.", HelpName = "OLD.json" };
    private readonly Option<string?> prices = new("--prices") { Description = "Prices a worker-hour for the page, in YAML or JSON: t3.small: 0.0208", HelpName = "FILE" };

    /// <summary>Adds all of them.</summary>
    public void AddTo(Command command)
    {
        command.Add(report);
        command.Add(compare);
        command.Add(prices);
    }

    /// <summary>Reads what is needed, before anything is sent.</summary>
    /// <exception cref="CommandFailedException">A file can't be used; the message says why.</exception>
    public LoadReportRequest Read(ParseResult parsed) => new(
        parsed.GetResult(report) is null ? null : OutputFile.At(parsed.GetValue(report) ?? ReportStandard, "report"),
        parsed.GetValue(compare) is { } old ? ComparisonTable.ReadOld(old) : null,
        parsed.GetValue(prices) is { } path ? PriceList.Read(path) : PriceList.None);
}

/// <summary>What is to be made of a result.</summary>
/// <param name="Report">Where the page goes; null for none.</param>
/// <param name="Old">The run to compare with; null for none.</param>
/// <param name="Prices">Prices a worker-hour; may be none.</param>
internal sealed record LoadReportRequest(string? Report, LoadResult? Old, PriceList Prices)
{
    /// <summary>Makes it.</summary>
    /// <param name="silent">Only the page: standard output is for something else.</param>
    public async Task WriteAsync(LoadResult result, bool silent)
    {
        var comparison = Old is null ? null : LoadComparison.Between(Old, result);
        if (comparison is not null && !silent)
        {
            ComparisonTable.Print(comparison);
        }

        if (Report is not null)
        {
            await File.WriteAllTextAsync(Report, LoadReport.Create(result, Prices, comparison, Old?.Latency));
            await Console.Error.WriteLineAsync($"The report is in {Report}");
        }
    }
}
