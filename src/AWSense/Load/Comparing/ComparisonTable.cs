using System.Globalization;
using System.Text.Json;
using AWSense.Hosting;
using AWSense.Load.Results;
using AWSense.Reporting;

namespace AWSense.Load.Comparing;

/// <summary>A comparison in words and figures, on a terminal and in a report.</summary>
internal static class ComparisonTable
{
    /// <summary>The headings.</summary>
    public static IReadOnlyList<string> Headings { get; } = ["figure", "before", "now", "difference", "95 % interval", "pairs", "verdict"];

    /// <summary>The cells of a figure.</summary>
    public static IReadOnlyList<string> Cells(ComparedFigure row) =>
    [
        row.Name,
        Figure(row.Old),
        Figure(row.New),
        Signed(row.Difference),
        row.Interval is { } interval ? $"{Signed(interval.Low)} … {Signed(interval.High)}" : "–",
        $"{row.Pairs} by {row.PairedBy}",
        row.Verdict,
    ];

    /// <summary>Reads the run to compare with.</summary>
    /// <param name="path">A file that <c>awsense load --json</c> has written.</param>
    /// <exception cref="CommandFailedException">It isn't one.</exception>
    public static LoadResult ReadOld(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize(file, LoadJson.Readable.LoadResult) ?? throw new JsonException("it is null");
        }
        catch (JsonException exception)
        {
            throw new CommandFailedException($"{path} is no result of a run ({exception.Message}). Write one with: awsense load … --json > {Path.GetFileName(path)}");
        }
    }

    /// <summary>Writes it to standard output.</summary>
    public static void Print(LoadComparison comparison)
    {
        Console.WriteLine($"Compared with the run of {comparison.Old.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)} ({comparison.Old.Load}):");
        ConsoleTable.Write([Headings, .. comparison.Rows.Select(Cells)]);
        Console.WriteLine(LoadComparison.Method);
    }

    private static string Figure(double value) => value.ToString(Math.Abs(value) < 100 ? "0.00" : "N0", CultureInfo.InvariantCulture);

    private static string Signed(double value) => (value > 0 ? "+" : "") + Figure(value);
}
