using AWSense.Load.Planning;
using AWSense.Load.Results;
using AWSense.Load.Sending;

namespace AWSense.Load.Recording;

/// <summary>Checks that every upload gets its own answer, once.</summary>
/// <param name="protocol">Tells what answers must tell.</param>
internal sealed class AnswerChecks(LoadProtocol protocol)
{
    private const int IdsMax = 5_000_000; // some 300 MB; the ids of later answers aren't compared

    private readonly Violations silent = new("answered", "every upload got an answer");
    private readonly Violations surplus = new("answered-once", "no answer came that no upload had asked for");
    private readonly Violations repeated = new("own-id", "no two uploads got the answer of one job");
    private readonly Violations foreign = new("own-picture", "every answer names the picture that was uploaded");
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, long>> labels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> fileNames = new(StringComparer.Ordinal);

    /// <summary>An answer that no request had asked for.</summary>
    public void AddSurplus(string text) => surplus.Add(text);

    /// <summary>The end of an upload.</summary>
    public void Add(LoadPicture picture, Answer answer, long request)
    {
        if (answer.Failure is { IsSilent: true } failure && failure.Type != FailureTypes.Unanswered) // that one wasn't given the time
        {
            silent.Add($"request {request}, {picture.Name}: {failure.Title}");
        }

        if (answer.Id is { } id && ids.Count < IdsMax && !ids.Add(id))
        {
            repeated.Add($"request {request}, {picture.Name}: job {id} had answered another upload");
        }

        if (answer.Label is { } label)
        {
            if (Mismatch(picture, answer) is { } words)
            {
                foreign.Add($"request {request}, {picture.Name}: {words}");
            }

            CountLabel(picture, label);
        }
    }

    public IReadOnlyList<CheckOutcome> Summarize()
    {
        IEnumerable<Violations> all = protocol switch
        {
            LoadProtocol.MyFile => [silent, surplus, Labels()],
            LoadProtocol.InputFile => [silent, surplus, foreign, Labels()],
            _ => [silent, surplus, repeated, foreign, Labels()],
        };
        return [.. all.Select(check => check.Summarize())];
    }

    private string? Mismatch(LoadPicture picture, Answer answer) => protocol switch
    {
        LoadProtocol.InputFile when answer.FileName != Stem(picture.Name) => $"the answer is for {answer.FileName}",
        LoadProtocol.Jobs when answer.FileName is { } name && name != picture.Name => $"the answer is for {name}",
        LoadProtocol.Jobs or LoadProtocol.Classify when answer.Sha256 is null => "the answer has no image.sha256",
        LoadProtocol.Jobs or LoadProtocol.Classify when answer.Sha256 != picture.Sha256 => $"the answer is for the picture with sha256 {answer.Sha256}",
        _ => null,
    };

    /// <summary>What the old clients take for a picture's name: up to the first dot.</summary>
    public static string Stem(string fileName) => fileName.Split('.', 2)[0];

    private void CountLabel(LoadPicture picture, string label)
    {
        if (!labels.TryGetValue(picture.Sha256, out var counts))
        {
            labels.Add(picture.Sha256, counts = new(StringComparer.Ordinal));
            fileNames.Add(picture.Sha256, picture.Name);
        }

        counts[label] = counts.GetValueOrDefault(label) + 1;
    }

    private Violations Labels()
    {
        var same = new Violations("same-label", "a picture that was sent several times got one label");
        foreach (var (sha256, counts) in labels.Where(entry => entry.Value.Count > 1))
        {
            var ordered = counts.OrderByDescending(entry => entry.Value).ToList();
            same.Add($"{fileNames[sha256]}: {string.Join(", ", ordered.Take(4).Select(entry => $"{entry.Key} {entry.Value} times"))}", counts.Values.Sum() - ordered[0].Value);
        }

        return same;
    }
}
