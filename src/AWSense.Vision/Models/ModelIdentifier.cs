using System.Buffers;

namespace AWSense.Vision.Models;

/// <summary>What names and versions of models are written with.</summary>
internal static class ModelIdentifier
{
    /// <summary>The longest name.</summary>
    internal const int NameLengthMax = 64;

    /// <summary>The longest version.</summary>
    internal const int VersionLengthMax = 32;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    // A name is a folder's name and part of keys: no "..", and nothing that a shell or a tool takes for an option.
    internal static bool IsValid(string text, int lengthMax) =>
        text.Length >= 1 && text.Length <= lengthMax
        && char.IsAsciiLetterOrDigit(text[0])
        && !text.AsSpan().ContainsAnyExcept(Allowed);
}
