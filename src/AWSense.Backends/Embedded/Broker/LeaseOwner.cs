namespace AWSense.Backends.Embedded.Broker;

/// <summary>Whose leases return together.</summary>
internal sealed class LeaseOwner
{
    /// <summary>The worker's name; null until it has told it.</summary>
    public string? Worker { get; set; }

    /// <summary>How many leases it has. One thread at a time uses it.</summary>
    public int Leases { get; set; }
}
