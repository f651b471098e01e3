using System.ComponentModel.DataAnnotations;
using AWSense.Web.Outbound;

namespace AWSense.Web.Fetching;

/// <summary>Fetching pictures by URL. Section <c>Fetch</c>.</summary>
public sealed class FetchOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Fetch";

    /// <summary>Whether pictures are fetched at all. The default is false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Where pictures may be fetched from.</summary>
    public TargetRules Targets { get; init; } = new();

    /// <summary>The longest time for a picture, redirects included. The default is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Redirects that are followed, all within one host. The default is 3.</summary>
    [Range(0, 10)]
    public int RedirectsMax { get; set; } = 3;

    /// <summary>Pictures that are fetched at once; more are refused with 503. The default is 32.</summary>
    [Range(1, 10_000)]
    public int ConcurrentMax { get; set; } = 32;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Targets.FindProblems(Section).Select(problem => new ValidationResult(problem));
}
