using AWSense.Load.Results;
using AWSense.Load.Sending;

namespace AWSense.Load.Recording;

/// <summary>Groups failures by their type.</summary>
internal sealed class ErrorTally
{
    private const int ExamplesMax = 3;
    private const int GroupsMax = 100; // a server could make up a type for each failure
    private static readonly Failure Others = new("other", "Failures of more kinds", null, "");

    private readonly Dictionary<(string Type, int? Status), Group> groups = [];

    public void Add(Failure failure, long request, string file, double at, string? id)
    {
        var known = groups.Count < GroupsMax || groups.ContainsKey((failure.Type, failure.Status)) ? failure : Others;
        var key = (known.Type, known.Status);
        if (!groups.TryGetValue(key, out var group))
        {
            groups.Add(key, group = new(known));
        }

        group.Count++;
        if (group.Examples.Count < ExamplesMax)
        {
            group.Examples.Add(new(request, file, Math.Round(at, 3), failure.Detail, id));
        }
    }

    public long CountOf(string type) => groups.Where(group => group.Key.Type == type).Sum(group => group.Value.Count);

    public IReadOnlyList<ErrorGroup> Summarize() =>
    [
        .. groups.Values
            .OrderByDescending(group => group.Count)
            .Select(group => new ErrorGroup(group.First.Type, group.First.Title, group.First.Status, group.Count, group.Examples)),
    ];

    private sealed class Group(Failure first)
    {
        public Failure First { get; } = first;

        public long Count { get; set; }

        public List<ErrorExample> Examples { get; } = [];
    }
}
