using System.Diagnostics.CodeAnalysis;
using AWSense.Core.Results;

namespace AWSense.Vision.Decoding;

/// <summary>What became of a picture: pixels, or a typed error of whoever sent it.</summary>
public sealed record DecodeOutcome
{
    private DecodeOutcome(ImageInfo? image, RequestError? error) => (Image, Error) = (image, error);

    /// <summary>What the picture is, with an empty hash; null when there is an <see cref="Error"/>.</summary>
    public ImageInfo? Image { get; }

    /// <summary>Why there are no pixels; null when there are.</summary>
    public RequestError? Error { get; }

    /// <summary>Whether the pixels were written.</summary>
    [MemberNotNullWhen(true, nameof(Image))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsDecoded => Error is null;

    internal static DecodeOutcome Decoded(ImageInfo image) => new(image, null);

    internal static DecodeOutcome Refused(string code, string detail) => new(null, new RequestError(code, detail));
}
