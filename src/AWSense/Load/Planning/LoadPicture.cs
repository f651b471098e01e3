namespace AWSense.Load.Planning;

/// <summary>A picture that a run sends, in memory.</summary>
/// <param name="Name">Its file name, without folders.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Sha256">Of the bytes, in lower-case hexadecimal digits. Two files with the same bytes are the same picture.</param>
/// <param name="ExpectedLabel">The right label; null where nobody has said.</param>
internal sealed record LoadPicture(string Name, byte[] Bytes, string Sha256, string? ExpectedLabel);
