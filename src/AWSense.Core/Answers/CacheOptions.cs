namespace AWSense.Core.Answers;

/// <summary>Whether pictures that were classified before are answered without a worker. Section <c>Cache</c>.</summary>
public sealed class CacheOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Cache";

    /// <summary>The default is true. Web tier and workers need the same.</summary>
    public bool Enabled { get; set; } = true;
}
