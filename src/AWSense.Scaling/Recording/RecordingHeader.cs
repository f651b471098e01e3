namespace AWSense.Scaling.Recording;

/// <summary>The first line of a recording.</summary>
/// <param name="Format">What the file is: <see cref="CurrentFormat"/>.</param>
/// <param name="Started">When the recording began.</param>
/// <param name="Policy">Name of the policy that steered.</param>
public sealed record RecordingHeader(string Format, DateTimeOffset Started, string Policy)
{
    /// <summary>The format that this program writes and reads. Unknown fields are ignored, so it changes only when known ones do.</summary>
    public const string CurrentFormat = "awsense-events/1";
}
