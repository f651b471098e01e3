namespace AWSense.Scaling.Policies.Telling;

/// <summary>Lines of text, broken at words.</summary>
/// <param name="width">The most characters of a line; a longer word stands alone.</param>
internal sealed class Paragraphs(int width)
{
    private readonly List<string> lines = [];

    public IReadOnlyList<string> Lines => lines;

    public void Title(string text) => Wrap(text, "", "  ");

    public void Heading(string text)
    {
        lines.Add("");
        lines.Add(text);
    }

    public void Say(string text) => Wrap(text, "  ", "  ");

    /// <summary>Something below what was said last.</summary>
    public void Item(string text) => Wrap(text, "    ", "      ");

    private void Wrap(string text, string first, string others)
    {
        var line = first;
        var isEmpty = true;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isEmpty && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                (line, isEmpty) = (others, true);
            }

            line += isEmpty ? word : $" {word}";
            isEmpty = false;
        }

        lines.Add(line);
    }
}
