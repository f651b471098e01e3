namespace AWSense.Load.Sending;

/// <summary>What came of one upload.</summary>
internal sealed record Answer
{
    /// <summary>The label; null when there is none, which <see cref="Failure"/> explains.</summary>
    public string? Label { get; init; }

    /// <summary>Why there is no label.</summary>
    public Failure? Failure { get; init; }

    /// <summary>The job's id, where the protocol tells it.</summary>
    public string? Id { get; init; }

    /// <summary>What the answer says of the picture it is for; null where the protocol doesn't tell.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The file name that the answer is for, or its stem; null where the protocol doesn't tell.</summary>
    public string? FileName { get; init; }

    /// <summary>Name and version of the model; null where the protocol doesn't tell.</summary>
    public string? Model { get; init; }

    /// <summary>Stages in milliseconds.</summary>
    public IReadOnlyList<(string Stage, double Milliseconds)> Stages { get; init; } = [];

    /// <summary>When its last byte was there, or its failure was known; of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long EndedAt { get; init; }
}

/// <summary>Why an upload has no label.</summary>
/// <param name="Type">A problem type of the server's, or one of <see cref="FailureTypes"/>.</param>
/// <param name="Title">What that is, in words.</param>
/// <param name="Status">The HTTP status; null where there was none.</param>
/// <param name="Detail">What it was this time.</param>
internal sealed record Failure(string Type, string Title, int? Status, string Detail)
{
    /// <summary>Whether the server has said nothing, so that it isn't known what became of the picture.</summary>
    public bool IsSilent => Status is null && Type != FailureTypes.Malformed;
}

/// <summary>Kinds of failure that the server hasn't named.</summary>
internal static class FailureTypes
{
    public const string NotConnected = "not-connected";
    public const string Reset = "connection-reset";
    public const string Closed = "connection-closed";
    public const string Timeout = "timeout";
    public const string Malformed = "malformed-answer";
    public const string Unanswered = "unanswered";
}
