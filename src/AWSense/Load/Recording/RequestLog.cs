using AWSense.Load.Planning;
using AWSense.Load.Results;

namespace AWSense.Load.Recording;

/// <summary>Keeps the first requests one by one.</summary>
internal sealed class RequestLog(IReadOnlyList<LoadPicture> pictures)
{
    private readonly List<Entry> entries = [];

    /// <summary>The end of a request, by its number from 0 in order of sending.</summary>
    public void Add(long request, int picture, double intended, double latency, string? label)
    {
        if (request < RequestColumns.Max)
        {
            entries.Add(new((int)request, picture, intended, latency, label));
        }
    }

    public RequestColumns Summarize(long total)
    {
        entries.Sort((one, other) => one.Request.CompareTo(other.Request));
        return new(
            total,
            [.. pictures.Select(picture => picture.Name)],
            entries.ConvertAll(entry => entry.Picture),
            entries.ConvertAll(entry => Math.Round(entry.Intended * 1000, 3)),
            entries.ConvertAll(entry => Math.Round(entry.Latency * 1000, 3)),
            entries.ConvertAll(entry => entry.Label));
    }

    private readonly record struct Entry(int Request, int Picture, double Intended, double Latency, string? Label);
}
