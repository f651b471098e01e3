namespace AWSense.Load.Results;

/// <summary>Failures of one kind.</summary>
/// <param name="Type">The problem type, such as <c>urn:awsense:problem:timeout</c>; of failures without an answer one of ours, such as <c>connection-reset</c>.</param>
/// <param name="Title">What it is, in words.</param>
/// <param name="Status">The HTTP status; null where there was no answer.</param>
/// <param name="Count">How many.</param>
/// <param name="Examples">The first ones, at most 3.</param>
internal sealed record ErrorGroup(string Type, string Title, int? Status, long Count, IReadOnlyList<ErrorExample> Examples);

/// <summary>A request that failed.</summary>
/// <param name="Request">Its number, from 1 in order of sending.</param>
/// <param name="File">The picture's name.</param>
/// <param name="AtS">When it failed, in seconds from the start.</param>
/// <param name="Detail">What the server, or the connection, said.</param>
/// <param name="Id">The job's id, where the answer had one.</param>
internal sealed record ErrorExample(long Request, string File, double AtS, string Detail, string? Id);

/// <summary>Answers against the right labels.</summary>
/// <param name="Compared">Answers whose right label is known.</param>
/// <param name="Correct">Of these, those that are right.</param>
/// <param name="Share">Correct of compared; 0 when none was compared.</param>
/// <param name="Wrong">Pictures whose answer was wrong, the first 10.</param>
internal sealed record AccuracySummary(long Compared, long Correct, double Share, IReadOnlyList<WrongLabel> Wrong);

/// <summary>An answer that is not the right one.</summary>
internal sealed record WrongLabel(string File, string Expected, string Answered);

/// <summary>One thing that must hold for every answer.</summary>
/// <param name="Name">In short, such as <c>same-picture-same-label</c>.</param>
/// <param name="Meaning">What must hold, in words.</param>
/// <param name="Violations">How often it didn't.</param>
/// <param name="Examples">The first violations in words, at most 3.</param>
internal sealed record CheckOutcome(string Name, string Meaning, long Violations, IReadOnlyList<string> Examples)
{
    public bool Passed => Violations == 0;
}

/// <summary>A rule of <c>--fail-on</c>.</summary>
/// <param name="Rule">As it was written.</param>
/// <param name="Value">What was measured, in the rule's unit; null when nothing was.</param>
/// <param name="Failed">Whether the run has failed by it.</param>
internal sealed record RuleOutcome(string Rule, double? Value, bool Failed);
