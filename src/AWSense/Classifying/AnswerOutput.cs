namespace AWSense.Classifying;

/// <summary>How answers are written.</summary>
internal enum OutputFormat
{
    /// <summary>Aligned columns for people.</summary>
    Table,

    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>Comma-separated values (RFC 4180), a line for each label.</summary>
    Csv,
}

/// <summary>Writes answers to standard output, one at a time.</summary>
internal abstract class AnswerOutput : IDisposable
{
    /// <summary>Standard output, buffered.</summary>
    protected TextWriter Out { get; } = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 16);

    /// <summary>Opens the output.</summary>
    public static AnswerOutput Create(OutputFormat format) => format switch
    {
        OutputFormat.Json => new JsonOutput(),
        OutputFormat.Csv => new CsvOutput(),
        _ => new TableOutput(),
    };

    /// <summary>Writes one answer.</summary>
    public abstract void Write(FileAnswer answer);

    /// <summary>All answers are written.</summary>
    public virtual void End(int files, int failed)
    {
    }

    public void Dispose() => Out.Dispose();
}
