using System.Globalization;

namespace AWSense.Scaling.Policies.Files;

/// <summary>Reads the values of one map of a policy. What can't be read is reported, and the value that stands in for it returned.</summary>
/// <param name="map">The map; an empty one where the text has none.</param>
/// <param name="path">Its path; empty for the root.</param>
/// <param name="report">Hears of problems.</param>
internal sealed class Section(MapNode map, string path, Report report)
{
    private readonly List<string> known = [];

    /// <summary>Nothing stands here: the key is missing, or what it has isn't a section, which was reported.</summary>
    public bool IsStandIn { get; private init; }

    private delegate bool Parse<T>(ScalarNode scalar, out T value);

    public string Text(string key, string otherwise) => Scalar(key, otherwise, TryText, "a text");

    public int Whole(string key, int otherwise) => Scalar(key, otherwise, TryWhole, "a whole number such as 4");

    public int? WholeOrNull(string key, int? otherwise) => Scalar(key, otherwise, OrNull<int>(TryWhole), "a whole number such as 4, or null");

    public double Number(string key, double otherwise) => Scalar(key, otherwise, TryNumber, "a number such as 0.5");

    public double? NumberOrNull(string key, double? otherwise) => Scalar(key, otherwise, OrNull<double>(TryNumber), "a number such as 0.5, or null");

    public TimeSpan Duration(string key, TimeSpan otherwise) => Scalar(key, otherwise, TryDuration, Durations.Expected);

    public TimeSpan? DurationOrNull(string key, TimeSpan? otherwise) =>
        Scalar(key, otherwise, OrNull<TimeSpan>(TryDuration), $"{Durations.Expected}, or null");

    /// <summary>A duration, or a word in place of null.</summary>
    public TimeSpan? DurationOr(string key, string word) =>
        (map.Find(key)?.Value as ScalarNode)?.Text == word ? Skip(key) : Scalar(key, null, OrNull<TimeSpan>(TryDuration), $"'{word}', or {Durations.Expected}");

    public bool Flag(string key, bool otherwise) => Scalar(key, otherwise, TryFlag, "true or false");

    public T Word<T>(string key, T otherwise, Words<T> words)
        where T : notnull
    {
        known.Add(key);
        if (map.Find(key) is not { } entry)
        {
            return otherwise;
        }

        if (entry.Value is ScalarNode scalar && words.TryFind(scalar.Text, out var value))
        {
            return value;
        }

        var what = entry.Value is ScalarNode word ? $"'{word.Text}' isn't known; {Spelling.Suggest(word.Text, words.All)}" : $"a word is needed, and not {Describe(entry.Value)}";
        Fail(entry, what, $"The words are {string.Join(", ", words.All)}.");
        return otherwise;
    }

    /// <summary>The section under a key; empty where there is none.</summary>
    public Section Child(string key)
    {
        known.Add(key);
        return map.Find(key) is { } entry && AsSection(entry.Value, PathOf(key)) is { } section
            ? section
            : new(new([], map.Line, map.Column), PathOf(key), report) { IsStandIn = true };
    }

    /// <summary>What is read from the section under a key; its other keys are reported.</summary>
    public T Child<T>(string key, Func<Section, T> read)
    {
        var section = Child(key);
        var value = read(section);
        section.End();
        return value;
    }

    /// <summary>The sections of the list under a key; null where there is none.</summary>
    public IReadOnlyList<Section>? Children(string key)
    {
        known.Add(key);
        if (map.Find(key) is not { } entry)
        {
            return null;
        }

        if (entry.Value is not ListNode list)
        {
            Fail(entry, $"a list is needed, and not {Describe(entry.Value)}", "Write it as [ ... ], or each entry on a line of its own after a dash.");
            return null;
        }

        return [.. list.Items.Select((item, index) => AsSection(item, $"{PathOf(key)}[{index}]")).OfType<Section>()];
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => map.Find(key) is not null;

    /// <summary>Whether a key is there and has nothing.</summary>
    public bool IsNull(string key) => map.Find(key)?.Value is ScalarNode { IsNull: true };

    /// <summary>Reports each of these keys that isn't there.</summary>
    public void Require(string harm, params string[] keys)
    {
        foreach (var key in keys.Where(key => !IsStandIn && !Has(key)))
        {
            report.Fail(PathOf(key), map.Line, map.Column, $"'{key}' is missing", harm);
        }
    }

    /// <summary>Reports a problem with what a key has, or with the whole section.</summary>
    public void Fail(string? key, string message, string harm)
    {
        var entry = key is null ? null : map.Find(key);
        report.Fail(key is null ? path : PathOf(key), entry?.Line ?? map.Line, entry?.Column ?? map.Column, message, harm);
    }

    /// <summary>Reports the keys that nothing has asked for. The last thing to do with a section.</summary>
    /// <param name="others">Keys that are known without having been asked for.</param>
    public void End(params string[] others)
    {
        known.AddRange(others);
        foreach (var entry in map.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            Fail(entry, $"'{entry.Key}' isn't known here; {Spelling.Suggest(entry.Key, known)}", "It would change nothing.");
        }
    }

    private Section? AsSection(PolicyNode node, string at)
    {
        switch (node)
        {
            case MapNode child:
                return new(child, at, report);
            case ScalarNode { IsNull: true }:
                return new(new([], node.Line, node.Column), at, report);
            default:
                report.Fail(at, node.Line, node.Column, $"keys with values are needed, and not {Describe(node)}", "Write them as { key: value }, or each on a line of its own.");
                return null;
        }
    }

    private T Scalar<T>(string key, T otherwise, Parse<T> parse, string expected)
    {
        known.Add(key);
        if (map.Find(key) is not { } entry)
        {
            return otherwise;
        }

        if (entry.Value is ScalarNode scalar && parse(scalar, out var value))
        {
            return value;
        }

        Fail(entry, $"{Describe(entry.Value)} isn't {expected}", $"Write {expected}.");
        return otherwise;
    }

    private TimeSpan? Skip(string key)
    {
        known.Add(key);
        return null;
    }

    private void Fail(MapEntry entry, string message, string harm) => report.Fail(PathOf(entry.Key), entry.Line, entry.Column, message, harm);

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Describe(PolicyNode node) => node switch
    {
        ScalarNode { IsNull: true } => "nothing",
        ScalarNode { IsPlain: true } scalar => $"'{Shorten(scalar.Text)}'",
        ScalarNode scalar => $"the text '{Shorten(scalar.Text)}'",
        ListNode => "a list",
        _ => "a group of keys",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : $"{text[..40]}…";

    private static bool TryText(ScalarNode scalar, out string value)
    {
        value = scalar.Text;
        return !scalar.IsNull;
    }

    private static bool TryWhole(ScalarNode scalar, out int value)
    {
        value = 0;
        return scalar.IsPlain && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryNumber(ScalarNode scalar, out double value)
    {
        value = 0;
        return scalar.IsPlain && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    private static bool TryDuration(ScalarNode scalar, out TimeSpan value) => Durations.TryParse(scalar.Text, out value);

    private static bool TryFlag(ScalarNode scalar, out bool value)
    {
        value = scalar.Text == "true";
        return scalar.IsPlain && scalar.Text is "true" or "false";
    }

    private static Parse<T?> OrNull<T>(Parse<T> parse)
        where T : struct => (ScalarNode scalar, out T? value) =>
        {
            var isRead = parse(scalar, out var plain);
            value = isRead ? plain : null;
            return isRead || scalar.IsNull;
        };
}
