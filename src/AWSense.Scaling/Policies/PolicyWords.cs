using AWSense.Scaling.Policies.Telling;

namespace AWSense.Scaling.Policies;

/// <summary>Tells what a policy does, for people.</summary>
public static class PolicyWords
{
    /// <summary>The most characters of a line.</summary>
    public const int WidthMax = 100;

    /// <summary>Explains a policy: what it promises, what it sees, when it adds and gives up workers, and how.</summary>
    /// <returns>Lines of plain text, at most <see cref="WidthMax"/> characters each but for words that are longer.</returns>
    public static IReadOnlyList<string> Explain(ScalingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var text = new Paragraphs(WidthMax);
        PartWords.Promise(policy, text);
        PartWords.Signals(policy, text);
        text.Heading("Rule");
        RuleWords.Tell(policy, text);
        PartWords.Bounds(policy, text);
        PartWords.Leaving(policy, text);
        PartWords.Aws(policy, text);
        return text.Lines;
    }
}
