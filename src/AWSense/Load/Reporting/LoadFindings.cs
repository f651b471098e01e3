using System.Globalization;
using System.Xml.Linq;
using AWSense.Load.Results;
using AWSense.Reporting;

namespace AWSense.Load.Reporting;

/// <summary>What a run found wrong, or not: checks, rules and errors.</summary>
internal static class LoadFindings
{
    /// <summary>Checks and rules, each with what came of it.</summary>
    public static IEnumerable<XElement> Verdicts(LoadResult result)
    {
        var rows = result.Checks.Select(check => Verdict(check.Passed, check.Meaning, check.Passed ? "holds" : $"{Count(check.Violations)} times not: {string.Join("; ", check.Examples)}"))
            .Concat(result.Rules.Select(rule => Verdict(!rule.Failed, $"not {rule.Rule}", rule.Value is { } value ? value.ToString("0.###", CultureInfo.InvariantCulture) : "nothing was measured")))
            .ToList();
        return rows.Count == 0 ? [] : [new("h2", "Checks"), HtmlPage.Table([new("ok", IsNumber: false), new("what must hold", IsNumber: false), new("outcome", IsNumber: false)], rows)];
    }

    /// <summary>Failures by kind, with examples.</summary>
    public static IEnumerable<XElement> Errors(LoadResult result)
    {
        yield return new("h2", "Errors");
        if (result.Errors.Count == 0)
        {
            yield return new("p", "None.");
        }
        else
        {
            yield return HtmlPage.Table(
                [new("kind", IsNumber: false), new("status", IsNumber: true), new("count", IsNumber: true), new("examples", IsNumber: false)],
                result.Errors.Select(Row));
        }

        if (result.Accuracy is { Wrong.Count: > 0 } accuracy)
        {
            yield return new("h3", $"Wrong labels, the first of {Count(accuracy.Compared - accuracy.Correct)}");
            yield return HtmlPage.Table(
                [new("picture", IsNumber: false), new("right", IsNumber: false), new("answered", IsNumber: false)],
                accuracy.Wrong.Select(wrong => (IReadOnlyList<string>)[wrong.File, wrong.Expected, wrong.Answered]));
        }
    }

    private static IReadOnlyList<string> Verdict(bool good, string what, string outcome) => [good ? "✓" : "✗", what, outcome];

    private static IReadOnlyList<string> Row(ErrorGroup group) =>
    [
        group.Type,
        group.Status?.ToString(CultureInfo.InvariantCulture) ?? "",
        Count(group.Count),
        string.Join("; ", group.Examples.Select(example => string.Create(CultureInfo.InvariantCulture, $"{example.File} (request {example.Request:N0}, at {example.AtS:0.0} s): {example.Detail}"))),
    ];

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
