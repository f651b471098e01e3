using System.Globalization;

namespace AWSense.Classifying;

/// <summary>Aligned columns, a line a file, its best label first.</summary>
internal sealed class TableOutput : AnswerOutput
{
    private const int FileColumn = 32;
    private const int LabelColumn = 26;

    public override void Write(FileAnswer answer)
    {
        var file = Fit(answer.File, FileColumn);
        Out.WriteLine(answer.Error is { } error
            ? $"{file}  {error.Code}: {error.Detail}"
            : $"{file}  {string.Join("  ", answer.Labels.Select(Describe)).TrimEnd()}");
        Out.Flush();
    }

    public override void End(int files, int failed) =>
        Out.WriteLine(files == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{files - failed:N0} classified, {failed:N0} failed"));

    private static string Describe(Core.Results.LabelScore label, int rank)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{label.Label} {label.Confidence:0.0 %}");
        return rank == 0 ? text.PadRight(LabelColumn) : text;
    }

    // The end of a path tells more than its beginning.
    private static string Fit(string path, int width) =>
        path.Length <= width ? path.PadRight(width) : $"…{path[^(width - 1)..]}";
}
