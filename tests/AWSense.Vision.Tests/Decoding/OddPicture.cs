namespace AWSense.Vision.Tests.Decoding;

/// <summary>A row of <c>images/odd/expectations.csv</c>.</summary>
internal sealed record OddPicture(string File, string Group, int? TrueIndex)
{
    internal static IReadOnlyList<OddPicture> ReadAll(string path) => [.. System.IO.File.ReadLines(path).Skip(1).Select(Parse)];

    // The fourth field is quoted where it holds commas; the ones needed before and after it never are.
    private static OddPicture Parse(string line)
    {
        var start = line.Split(',', 4);
        var rest = start[3] is ['"', ..] ? start[3][(start[3].IndexOf("\",", 1, StringComparison.Ordinal) + 2)..] : start[3].Split(',', 2)[1];
        return new(start[0], start[2], int.TryParse(rest.Split(',')[0], out var index) ? index : null);
    }
}
