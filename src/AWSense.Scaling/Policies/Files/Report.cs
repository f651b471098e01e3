using System.Globalization;
using AWSense.Scaling.Policies.Checks;

namespace AWSense.Scaling.Policies.Files;

/// <summary>Collects what is wrong with one text.</summary>
internal sealed class Report
{
    private const int ProblemsMax = 1000; // of a hostile text; nobody reads more

    private readonly List<PolicyProblem> problems = [];
    private readonly HashSet<string> unread = new(StringComparer.Ordinal);

    /// <summary>Tells a problem of the text, and that nothing could be read for <paramref name="path"/>.</summary>
    public void Fail(string path, int line, int column, string message, string harm)
    {
        if (problems.Count < ProblemsMax)
        {
            problems.Add(new(PolicySeverity.Error, path, line, message, harm) { Column = column });
            unread.Add(path);
        }
    }

    /// <summary>Adds what a check found, but for what only followed from values that couldn't be read.</summary>
    public void Add(IEnumerable<Finding> findings, MapNode root)
    {
        foreach (var finding in findings.Where(finding => !finding.Paths.Any(IsUnread)))
        {
            var (line, column) = Locate(root, finding.Paths[0]);
            problems.Add(finding.ToProblem() with { Line = line, Column = column });
        }
    }

    /// <summary>All problems, by line and column.</summary>
    public IReadOnlyList<PolicyProblem> Sorted() =>
        [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ThenBy(problem => problem.Severity)];

    private bool IsUnread(string path)
    {
        // What an alarm doesn't say itself it takes from the rule that it belongs to.
        var inherited = path.Replace(".out.", ".", StringComparison.Ordinal).Replace(".in.", ".", StringComparison.Ordinal);
        return unread.Any(other => IsWithin(path, other) || IsWithin(other, path) || other == inherited);
    }

    private static bool IsWithin(string path, string other) =>
        path.StartsWith(other, StringComparison.Ordinal) && (path.Length == other.Length || path[other.Length] is '.' or '[');

    /// <summary>Where a path stands in the text, or else what it inherits from, or else what it would stand in.</summary>
    private static (int Line, int Column) Locate(MapNode root, string path)
    {
        (int Line, int Column) found = (root.Line, root.Column);
        var (node, parent) = ((PolicyNode?)root, (MapNode?)null);
        foreach (var step in path.Split('.', '['))
        {
            if (node is ListNode list && step.EndsWith(']'))
            {
                node = list.Items.ElementAtOrDefault(int.Parse(step.AsSpan(0, step.Length - 1), CultureInfo.InvariantCulture));
                found = node is null ? found : (node.Line, node.Column);
                continue;
            }

            if (((node as MapNode)?.Find(step) ?? parent?.Find(step)) is not { } entry)
            {
                break;
            }

            found = (entry.Line, entry.Column);
            (parent, node) = (node as MapNode, entry.Value);
        }

        return found;
    }
}
