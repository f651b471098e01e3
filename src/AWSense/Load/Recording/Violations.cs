using AWSense.Load.Results;

namespace AWSense.Load.Recording;

/// <summary>Counts what must not happen, and keeps the first cases in words.</summary>
internal sealed class Violations(string name, string meaning)
{
    private const int ExamplesMax = 3;

    private readonly List<string> examples = [];
    private long count;

    public void Add(string example, long cases = 1)
    {
        count += cases;
        if (examples.Count < ExamplesMax)
        {
            examples.Add(example);
        }
    }

    public CheckOutcome Summarize() => new(name, meaning, count, examples);
}
