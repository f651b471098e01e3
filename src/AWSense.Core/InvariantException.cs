namespace AWSense.Core;

/// <summary>A promise of our own code is broken. It ends the process: leases make a crash safe, carrying on does not.</summary>
public sealed class InvariantException : Exception
{
    public InvariantException(string message)
        : base(message)
    {
    }

    public InvariantException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
