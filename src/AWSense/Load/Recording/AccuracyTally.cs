using AWSense.Load.Planning;
using AWSense.Load.Results;

namespace AWSense.Load.Recording;

/// <summary>Compares answers with the right labels.</summary>
internal sealed class AccuracyTally
{
    private const int WrongMax = 10;

    private readonly Dictionary<string, WrongLabel> wrong = new(StringComparer.Ordinal);
    private long compared;
    private long correct;

    public void Add(LoadPicture picture, string label)
    {
        if (picture.ExpectedLabel is not { } expected)
        {
            return;
        }

        compared++;
        if (string.Equals(expected, label, StringComparison.Ordinal))
        {
            correct++;
        }
        else if (wrong.Count < WrongMax)
        {
            wrong.TryAdd(picture.Name, new(picture.Name, expected, label));
        }
    }

    public AccuracySummary Summarize() => new(compared, correct, compared == 0 ? 0 : (double)correct / compared, [.. wrong.Values]);
}
