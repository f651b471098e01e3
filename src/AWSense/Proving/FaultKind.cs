namespace AWSense.Proving;

/// <summary>What chaos does to a service.</summary>
internal enum FaultKind
{
    /// <summary>A worker is killed, as by the kernel for want of memory.</summary>
    Worker,

    /// <summary>The process with web tier and broker is killed and started again.</summary>
    Service,

    /// <summary>A worker stands still for longer than its leases last, and goes on.</summary>
    Pause,

    /// <summary>A worker is asked to end.</summary>
    Drain,

    /// <summary>The archive's disk is full for a while.</summary>
    Disk,

    /// <summary>Some replies are late, and some are lost.</summary>
    Replies,

    /// <summary>Pictures that kill, hang or fail whoever takes them.</summary>
    Poison,
}

/// <summary>Faults as the command line and reports name them.</summary>
internal static class FaultKinds
{
    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetNames<FaultKind>().Select(name => name.ToLowerInvariant())];

    public static string ToWord(this FaultKind kind) => Words[(int)kind];

    /// <summary>What names no fault at all: a calm run, in which nothing may be delivered twice.</summary>
    public const string None = "none";

    /// <summary>Reads names, separated by commas.</summary>
    /// <returns>Null when one is none.</returns>
    public static IReadOnlySet<FaultKind>? Parse(string text)
    {
        if (text == None)
        {
            return new HashSet<FaultKind>();
        }

        var named = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return named.Length > 0 && named.All(Words.Contains) ? named.Select(name => Enum.Parse<FaultKind>(name, ignoreCase: true)).ToHashSet() : null;
    }
}
