using System.ComponentModel.DataAnnotations;

namespace AWSense.Web;

/// <summary>The web tier. Section <c>Web</c>.</summary>
public sealed class WebOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Web";

    /// <summary>How long <c>/v1/classify</c> waits for an answer when the client doesn't say. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan SyncWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long <c>POST /</c> waits, whose clients take anything but an answer for a failure. The default is 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan LegacyWait { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections at once. The default is 20,000, twice the waiting clients.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; set; } = 20_000;

    /// <summary>Event streams at once. The default is 1,000.</summary>
    [Range(1, 100_000)]
    public int EventStreamsMax { get; set; } = 1_000;

    /// <summary>An event stream that tells nothing for this long gets a comment, so that proxies keep it open. The default is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan EventHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Time between two looks at a job that an event stream follows. The default is 250 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan EventPace { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Time between two looks at queue and fleet for the history that the dashboard shows. The default is a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan FleetPace { get; set; } = TimeSpan.FromSeconds(1);
}
