using System.Text.RegularExpressions;

namespace AWSense.Tests.Tidy;

/// <summary>Habits that a compiler doesn't hold.</summary>
public sealed partial class SourceTests
{
    private const int FileLinesMax = 400;

    private static readonly Dictionary<string, char> FirstDigits = new(StringComparer.Ordinal)
    {
        ["AWSense.Web"] = '1',
        ["AWSense.Worker"] = '2',
        ["AWSense.Scaling"] = '3',
        ["AWSense.Backends"] = '4',
        ["AWSense.Vision"] = '5',
        ["AWSense"] = '6',
    };

    [Fact]
    public void Event_ids_are_unique_and_in_their_projects_range()
    {
        var events = Repository.Files("src", "*.cs")
            .SelectMany(path => EventId().Matches(Repository.Read(path)).Select(match => (Path: path, Id: match.Groups[1].Value)))
            .ToList();

        Assert.NotEmpty(events);
        Assert.Empty(events.GroupBy(entry => entry.Id).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.DoesNotContain(events, entry => entry.Id.Length != 4 || entry.Id[0] != FirstDigits[entry.Path.Split('/')[1]]);
    }

    [Fact]
    public void Files_stay_short()
    {
        var long_ = Repository.Files("src", "*.cs").Concat(Repository.Files("infra", "*.cs")).Concat(Repository.Files("tests", "*.cs"))
            .Where(path => Repository.Read(path).Count(character => character == '\n') > FileLinesMax);

        Assert.Empty(long_);
    }

    [Fact]
    public void Nothing_is_left_to_do_and_no_region_hides_anything()
    {
        var unfinished = Repository.Files("src", "*.cs").Concat(Repository.Files("infra", "*.cs"))
            .Where(path => Unfinished().IsMatch(Repository.Read(path)));

        Assert.Empty(unfinished);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        var astray = Repository.Files("src", "*.cs").Concat(Repository.Files("infra", "*.cs"))
            .Where(path => Namespace().Match(Repository.Read(path)) is { Success: true } match && match.Groups[1].Value != Expected(path));

        Assert.Empty(astray);
    }

    [Fact]
    public void Links_in_documents_lead_somewhere()
    {
        var dead = Repository.Files(".", "*.md")
            .SelectMany(path => Link().Matches(Repository.Read(path)).Select(match => (Path: path, Target: match.Groups[1].Value)))
            .Where(link => !link.Target.Contains("://", StringComparison.Ordinal) && !link.Target.StartsWith('#'))
            .Where(link => !Exists(link.Path, link.Target.Split('#')[0]));

        Assert.Empty(dead);
    }

    private static string Expected(string path) =>
        Path.GetDirectoryName(path)!.Replace('\\', '/').Split('/', 2)[1].Replace('/', '.');

    private static bool Exists(string document, string target)
    {
        var path = Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, target);
        return File.Exists(path) || Directory.Exists(path);
    }

    [GeneratedRegex(@"EventId = (\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|^\s*#region", RegexOptions.Multiline)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
