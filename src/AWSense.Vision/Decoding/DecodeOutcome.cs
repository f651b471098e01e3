using AWSense.Core.Results;

namespace AWSense.Vision.Decoding;

/// <summary>What came of a decode: either the picture's facts, or why it can't be used.</summary>
public sealed class DecodeOutcome
{
    private DecodeOutcome(ImageInfo? image, RequestError? error) => (Image, Error) = (image, error);

    /// <summary>What the picture is, with an empty hash; null when it was refused.</summary>
    public ImageInfo? Image { get; }

    /// <summary>Why it was refused; null when it was decoded.</summary>
    public RequestError? Error { get; }

    internal static DecodeOutcome Decoded(ImageInfo image) => new(image, null);

    internal static DecodeOutcome Refused(string code, string detail) => new(null, new(code, detail));
}
