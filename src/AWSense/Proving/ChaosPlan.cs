using Microsoft.Extensions.Configuration;

namespace AWSense.Proving;

/// <summary>What a run of chaos does, and for how long.</summary>
internal sealed record ChaosPlan
{
    /// <summary>Whence the schedule of faults, the pictures and the poison come: the same seed does the same.</summary>
    public required int Seed { get; init; }

    /// <summary>A service that runs already; null starts one.</summary>
    public Uri? Service { get; init; }

    /// <summary>The process of that service on this machine, whose workers may be killed; null kills none.</summary>
    public int? ServiceProcess { get; init; }

    /// <summary>Settings that name what the ledger of a given service is read from in the end; null leaves it unread.</summary>
    public IConfiguration? Ledger { get; init; }

    /// <summary>Data folder of the own service; null makes one that is gone afterwards.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Faults go on for this long. The default is 30 seconds.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The run ends after so many kills; null for no such end.</summary>
    public int? Kills { get; init; }

    /// <summary>The run ends after so many pictures; null for no such end.</summary>
    public int? Pictures { get; init; }

    /// <summary>Time between two faults, on average. The default is a second.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Workers of the own service. The default is 2.</summary>
    public int Workers { get; init; } = 2;

    /// <summary>Clients that send pictures one after another. The default is 8.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>The faults that may come. The default is all.</summary>
    public IReadOnlySet<FaultKind> Faults { get; init; } = new HashSet<FaultKind>(Enum.GetValues<FaultKind>());

    /// <summary>The longest wait for what is open once no more faults come. The default is 60 seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Sent as bearer token; null sends none.</summary>
    public string? ApiKey { get; init; }
}
