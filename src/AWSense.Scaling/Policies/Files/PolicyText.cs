using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AWSense.Scaling.Policies.Files;

/// <summary>Reads text into nodes, within bounds: nothing is expanded, so that no text grows when it is read.</summary>
internal sealed class PolicyText
{
    private const int DepthMax = 16;

    private readonly Parser parser;
    private readonly Report report;

    private PolicyText(string text, Report report)
    {
        parser = new(new StringReader(text));
        this.report = report;
    }

    /// <summary>Reads the one document of a text.</summary>
    /// <returns>Null when there is none that can be understood, which the report then tells.</returns>
    public static MapNode? Parse(string text, Report report)
    {
        if (text.Length > PolicyFile.LengthMax)
        {
            report.Fail("", 1, 1, $"the text has {text.Length} characters, and {PolicyFile.LengthMax} are the most", "Nothing of it was read.");
            return null;
        }

        var reader = new PolicyText(text.TrimStart('\uFEFF'), report);
        try
        {
            return reader.Document();
        }
        catch (PolicyTextException exception)
        {
            report.Fail("", exception.Line, exception.Column, exception.Message, "Nothing after it was read.");
        }
        catch (YamlException exception)
        {
            report.Fail("", Line(exception.Start), Column(exception.Start), $"this isn't YAML: {exception.Message}", "Nothing after it was read.");
        }
        catch (Exception exception) when (exception is not AWSense.Core.InvariantException)
        {
            // The parser's own boundary: for some texts it throws InvalidOperationException and others rather than what it documents.
            var at = reader.parser.Current?.End ?? Mark.Empty;
            report.Fail("", Line(at), Column(at), "this isn't YAML", "Nothing after it was read.");
        }

        return null;
    }

    private MapNode? Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            report.Fail("", 1, 1, "there is no policy in it", "A policy begins with: apiVersion: awsense/v1");
            return null;
        }

        var root = Node("", depth: 1);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
        {
            throw Refuse(second, "a second document begins here; a file holds one policy");
        }

        if (root is MapNode map)
        {
            return map;
        }

        report.Fail("", root.Line, root.Column, "a policy is a list of keys and values", "A policy begins with: apiVersion: awsense/v1");
        return null;
    }

    private PolicyNode Node(string path, int depth)
    {
        var start = parser.Consume<ParsingEvent>();
        if (start is AnchorAlias || start is NodeEvent { Anchor.IsEmpty: false })
        {
            throw Refuse(start, "anchors and aliases (& and *) aren't read; write the value out");
        }

        if (start is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } })
        {
            throw Refuse(start, "tags (!) aren't read; write the value alone");
        }

        if (depth > DepthMax)
        {
            throw Refuse(start, $"this is nested more than {DepthMax} deep");
        }

        return start switch
        {
            Scalar scalar => new ScalarNode(scalar.Value, scalar.Style == ScalarStyle.Plain, Line(start.Start), Column(start.Start)),
            SequenceStart => List(start, path, depth),
            MappingStart => Map(start, path, depth),
            _ => throw Refuse(start, "a value is missing here"),
        };
    }

    private ListNode List(ParsingEvent start, string path, int depth)
    {
        var items = new List<PolicyNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Node($"{path}[{items.Count}]", depth + 1));
        }

        return new(items, Line(start.Start), Column(start.Start));
    }

    private MapNode Map(ParsingEvent start, string path, int depth)
    {
        var entries = new Dictionary<string, MapEntry>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var at = parser.Current!;
            if (Node(path, depth + 1) is not ScalarNode key)
            {
                throw Refuse(at, "a key is a single word");
            }

            var below = path.Length == 0 ? key.Text : $"{path}.{key.Text}";
            var entry = new MapEntry(key.Text, Node(below, depth + 1), key.Line, key.Column);
            if (!entries.TryAdd(key.Text, entry))
            {
                report.Fail(below, key.Line, key.Column, $"'{key.Text}' stands here twice", $"Only line {entries[key.Text].Line} was read.");
            }
        }

        return new([.. entries.Values], Line(start.Start), Column(start.Start));
    }

    private static PolicyTextException Refuse(ParsingEvent at, string message) => new(message, Line(at.Start), Column(at.Start));

    private static int Line(Mark mark) => (int)Math.Max(1, mark.Line);

    private static int Column(Mark mark) => (int)Math.Max(1, mark.Column);

    private sealed class PolicyTextException(string message, int line, int column) : Exception(message)
    {
        public int Line { get; } = line;

        public int Column { get; } = column;
    }
}
