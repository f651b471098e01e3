namespace AWSense.Core;

/// <summary>What a write must survive before it counts as done.</summary>
/// <remarks>AWS is always at the stronger one. Embedded, the stronger one waits for the disk.</remarks>
public enum Durability
{
    /// <summary>The death of any process.</summary>
    Process,

    /// <summary>A power cut as well.</summary>
    PowerLoss,
}
