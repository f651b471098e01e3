namespace AWSense.Vision.Models;

/// <summary>A model can't be used; the message says why, for people.</summary>
public sealed class ModelException : Exception
{
    public ModelException(string message)
        : base(message)
    {
    }

    public ModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
