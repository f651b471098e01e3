namespace AWSense.Backends.Embedded.Data;

/// <summary>A data folder can't be used; the message says why and what to do.</summary>
public sealed class DataFolderException : IOException
{
    public DataFolderException(string message)
        : base(message)
    {
    }

    public DataFolderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
