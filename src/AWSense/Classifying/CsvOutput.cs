using System.Buffers;
using System.Globalization;

namespace AWSense.Classifying;

/// <summary>A line for each label of each file; a file that failed has one line with its error.</summary>
internal sealed class CsvOutput : AnswerOutput
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public CsvOutput() => Out.WriteLine("file,rank,index,label,synset,confidence,error");

    public override void Write(FileAnswer answer)
    {
        if (answer.Error is { } error)
        {
            Out.WriteLine($"{Quote(answer.File)},,,,,,{Quote(error.Code)}");
            return;
        }

        foreach (var (rank, label) in answer.Labels.Index())
        {
            Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Quote(answer.File)},{rank + 1},{label.Index},{Quote(label.Label)},{label.Synset},{label.Confidence:0.000000},"));
        }
    }

    private static string Quote(string value) =>
        value.AsSpan().ContainsAny(Special) ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
