using System.Security.Cryptography;
using System.Text;

namespace AWSense.Web.Batches;

/// <summary>Which files an upload has, in their order: the pictures by their SHA-256, what was refused by its reason. Names don't count.</summary>
/// <param name="Value">A SHA-256 over the one before and the file, so that any number of files needs no memory; empty without a file.</param>
internal readonly record struct BatchDigest(string Value)
{
    public static BatchDigest OfNothing { get; } = new("");

    /// <summary>The digest with one file more.</summary>
    public BatchDigest With(BatchEntry entry) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Value} {entry.Picture?.Sha256 ?? entry.Error!.Code}"))));
}
