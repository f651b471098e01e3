namespace AWSense.Core.Queues;

/// <summary>The broker, or the AWS service behind a port, can't be reached or doesn't answer, after all retries.</summary>
public sealed class BackendUnavailableException : Exception
{
    public BackendUnavailableException(string message)
        : base(message)
    {
    }

    public BackendUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
