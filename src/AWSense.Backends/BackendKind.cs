namespace AWSense.Backends;

/// <summary>What serves the ports.</summary>
public enum BackendKind
{
    /// <summary>A broker on this machine. The default.</summary>
    Embedded,

    /// <summary>SQS and S3, or what speaks their protocols.</summary>
    Aws,
}
