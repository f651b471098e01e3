using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace AWSense.Demo;

/// <summary>Many uploads at once, and what came of them.</summary>
/// <param name="Answers">One for every upload.</param>
/// <param name="Total">From the first upload to the last answer.</param>
internal sealed record DemoRun(IReadOnlyList<LegacyAnswer> Answers, TimeSpan Total)
{
    /// <summary>Uploads that got no label.</summary>
    public int Failures => Answers.Count(answer => answer.Label is null);

    /// <summary>Sends the samples in turn, that many uploads in all and at once.</summary>
    public static async Task<DemoRun> SendAsync(
        Uri address, IReadOnlyList<SamplePicture> samples, int uploads, CancellationToken cancellationToken)
    {
        using var client = new LegacyClient(address);
        var began = Stopwatch.GetTimestamp();
        var sending = Enumerable.Range(0, uploads).Select(index => client.SendAsync(samples[index % samples.Count], cancellationToken));
        var answers = await Task.WhenAll(sending);
        return new(answers, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Writes labels, counts and times to the terminal.</summary>
    public void Print()
    {
        AnsiConsole.Write(LabelTable());
        PrintFailures();
        var times = Answers.Select(answer => answer.Elapsed).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Answers.Count - Failures} of {Answers.Count} answered in {Total.TotalSeconds:0.00} s ({Answers.Count / Total.TotalSeconds:0} pictures/s) · p50 {At(times, 0.50):0} ms · p95 {At(times, 0.95):0} ms"));
        Console.WriteLine($"Where the time went, on average: {Stages()}");
    }

    /// <summary>Writes why the first uploads without a label have none; nothing when all have one.</summary>
    public void PrintFailures()
    {
        foreach (var failure in Answers.Where(answer => answer.Error is not null).Take(3))
        {
            AnsiConsole.MarkupLineInterpolated($"[red]{failure.Picture}: {failure.Error}[/]");
        }
    }

    private static double At(List<TimeSpan> ordered, double quantile) =>
        ordered[(int)Math.Ceiling((ordered.Count * quantile) - 1)].TotalMilliseconds;

    private Table LabelTable()
    {
        var table = new Table().AddColumns("picture", "label", "answers");
        table.Columns[2].RightAligned();
        var groups = Answers
            .Where(answer => answer.Label is not null)
            .GroupBy(answer => (answer.Picture, answer.Label))
            .OrderBy(group => group.Key.Picture, StringComparer.Ordinal);
        foreach (var group in groups)
        {
            table.AddRow(
                Markup.Escape(group.Key.Picture), Markup.Escape(group.Key.Label!), group.Count().ToString(CultureInfo.InvariantCulture));
        }

        return table;
    }

    private string Stages()
    {
        var averages = Answers
            .SelectMany(answer => answer.Stages)
            .Where(stage => stage.Stage != "total")
            .GroupBy(stage => stage.Stage, stage => stage.Milliseconds)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Average():0.0} ms"));
        return string.Join(" · ", averages);
    }
}
