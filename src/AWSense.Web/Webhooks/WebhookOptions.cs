using System.ComponentModel.DataAnnotations;
using AWSense.Web.Outbound;

namespace AWSense.Web.Webhooks;

/// <summary>Webhooks. Section <c>Webhook</c>; off until there is a secret.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Webhook";

    /// <summary>What deliveries are signed with, each <c>whsec_</c> and 24 to 64 bytes in base64. While one is replaced by another, both sign.</summary>
    public IList<string> Secrets { get; init; } = [];

    /// <summary>Where deliveries may go.</summary>
    public TargetRules Targets { get; init; } = new();

    /// <summary>The longest wait for a receiver's answer. The default is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Delay after the first failure; it doubles with each, and varies by a fifth. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")]
    public TimeSpan RetryFirst { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest delay between two tries. The default is 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan RetryMax { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A delivery that hasn't succeeded this long after its first try is a dead letter. The default is 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "14.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Another web instance's delivery that is overdue by this is taken over, since its instance may be gone. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00")]
    public TimeSpan TakeoverAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two looks for what is due. The default is 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan Pace { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Deliveries at once. The default is 16.</summary>
    [Range(1, 1000)]
    public int ConcurrentMax { get; set; } = 16;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var bad = Secrets.Where(secret => !WebhookSignature.IsSecret(secret)).Select((_, place) => $"Webhook:Secrets:{place} is no secret: whsec_ and 24 to 64 bytes in base64.");
        return bad.Concat(Targets.FindProblems(Section)).Select(problem => new ValidationResult(problem));
    }
}
