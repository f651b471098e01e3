using System.Globalization;

namespace AWSense.Vision.Models;

/// <summary>A colour of 8 bits a channel.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>White, on which a transparent picture is laid when nothing else is said.</summary>
    public static Rgb White => new(255, 255, 255);

    /// <summary>Reads <c>#rrggbb</c>.</summary>
    /// <returns>Null when it is written otherwise.</returns>
    public static Rgb? TryParse(string text) =>
        text is ['#', _, _, _, _, _, _]
        && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value)
            : null;

    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";
}
