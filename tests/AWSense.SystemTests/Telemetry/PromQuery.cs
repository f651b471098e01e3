using System.Text.RegularExpressions;

namespace AWSense.SystemTests.Telemetry;

/// <summary>What an expression of PromQL asks for: metrics by name and label, and the labels that it groups by.</summary>
internal sealed partial record PromQuery(IReadOnlyList<PromSelector> Selectors, IReadOnlyList<string> Grouping)
{
    // Prometheus adds these when it scrapes; no service tells them.
    private static readonly string[] OfTheScrape = ["job", "instance"];

    public static PromQuery Parse(string expression)
    {
        var grouping = By().Matches(expression).SelectMany(by => by.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries));
        var rest = Range().Replace(By().Replace(expression, " "), " ");
        return new(
            [.. Selector().Matches(rest).Select(match => new PromSelector(match.Groups["name"].Value, [.. MatchersOf(match.Groups["matchers"].Value)]))],
            [.. grouping.Except(OfTheScrape).Distinct()]);
    }

    private static IEnumerable<PromMatcher> MatchersOf(string matchers) => Matcher().Matches(matchers)
        .Select(match => new PromMatcher(match.Groups["label"].Value, match.Groups["operator"].Value, match.Groups["value"].Value))
        .Where(matcher => !OfTheScrape.Contains(matcher.Label));

    [GeneratedRegex(@"\bby\s*\((?<labels>[^)]*)\)")]
    private static partial Regex By();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Range();

    [GeneratedRegex(@"(?<![\w""])(?<name>[a-zA-Z_:][\w:]*)(?![\w:]|\s*\()(\{(?<matchers>[^}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex("""(?<label>\w+)\s*(?<operator>=~|!~|!=|=)\s*"(?<value>[^"]*)"(,|$)""")]
    private static partial Regex Matcher();
}

/// <summary>A metric and what its labels must be.</summary>
internal sealed record PromSelector(string Name, IReadOnlyList<PromMatcher> Matchers)
{
    public bool Selects(PromSample sample) => sample.Name == Name && Matchers.All(matcher => matcher.Matches(sample.Labels.GetValueOrDefault(matcher.Label, "")));

    public override string ToString() => $"{Name}{{{string.Join(",", Matchers.Select(matcher => $"{matcher.Label}{matcher.Operator}\"{matcher.Value}\""))}}}";
}

/// <summary>What a label must be.</summary>
internal sealed record PromMatcher(string Label, string Operator, string Value)
{
    public bool Matches(string value) => Operator switch
    {
        "=" => value == Value,
        "!=" => value != Value,
        "=~" => Regex.IsMatch(value, $"^(?:{Value})$"),
        _ => !Regex.IsMatch(value, $"^(?:{Value})$"),
    };
}

/// <summary>A line of a scrape.</summary>
internal sealed partial record PromSample(string Name, IReadOnlyDictionary<string, string> Labels)
{
    public static IReadOnlyList<PromSample> Read(string scrape) =>
    [
        .. Sample().Matches(scrape).Select(match => new PromSample(
            match.Groups["name"].Value,
            Label().Matches(match.Groups["labels"].Value).ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value, StringComparer.Ordinal))),
    ];

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>.*)\})? [^ ]", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>\w+)="(?<value>(\\.|[^"\\])*)"(,|$)""")]
    private static partial Regex Label();
}
