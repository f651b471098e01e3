using System.Text.Json.Serialization;

namespace AWSense.Core.Diagnosis;

/// <summary>How something is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FindingStatus>))]
public enum FindingStatus
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok = 0,

    /// <summary>It works, but not as well or as safely as it could.</summary>
    [JsonStringEnumMemberName("warn")]
    Warn = 1,

    /// <summary>The service can't work like this.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail = 2,
}

/// <summary>What a check has found.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Advice">What to do; null when there is nothing to do.</param>
public sealed record Finding(FindingStatus Status, string Detail, string? Advice = null)
{
    /// <summary>All is well.</summary>
    public static Finding Ok(string detail) => new(FindingStatus.Ok, detail);

    /// <summary>It works, but not well.</summary>
    public static Finding Warn(string detail, string advice) => new(FindingStatus.Warn, detail, advice);

    /// <summary>It doesn't work.</summary>
    public static Finding Fail(string detail, string advice) => new(FindingStatus.Fail, detail, advice);
}

/// <summary>Something that can be looked at by itself.</summary>
/// <param name="Name">What it is, in a few words.</param>
/// <param name="Advice">What to do when the check itself fails or doesn't end in time.</param>
/// <param name="Look">Looks at it, leaving everything as it was. What it throws is told as a failure.</param>
public sealed record Check(string Name, string Advice, Func<CancellationToken, Task<Finding>> Look)
{
    /// <summary>A check that waits for nothing.</summary>
    public static Check Of(string name, string advice, Func<Finding> look) => new(name, advice, _ => Task.FromResult(look()));
}
