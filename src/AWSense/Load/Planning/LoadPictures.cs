using System.Security.Cryptography;
using AWSense.Classifying;
using AWSense.Hosting;

namespace AWSense.Load.Planning;

/// <summary>Reads the pictures of a run.</summary>
internal static class LoadPictures
{
    /// <summary>The most bytes that are kept in memory.</summary>
    private const long BytesMax = 1L << 30;

    /// <summary>Reads all pictures of a folder, in order of name.</summary>
    /// <param name="labels">The right labels; null where there are none.</param>
    /// <param name="max">At most so many.</param>
    /// <exception cref="CommandFailedException">There are none, they are too large, or none of them has a label.</exception>
    public static IReadOnlyList<LoadPicture> Read(string folder, LabelFile? labels, long max)
    {
        var pictures = new List<LoadPicture>();
        var total = 0L;
        foreach (var file in PictureFiles.Find([folder]))
        {
            if (pictures.Count == max)
            {
                break;
            }

            total += new FileInfo(file).Length;
            if (total > BytesMax)
            {
                throw new CommandFailedException($"The pictures of {folder} have more than 1 GiB, and a run keeps them in memory; name a smaller folder.");
            }

            var (name, bytes) = (Path.GetFileName(file), File.ReadAllBytes(file));
            pictures.Add(new(name, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)), labels?.Find(name)));
        }

        return pictures switch
        {
            [] => throw new CommandFailedException($"There are no pictures in {folder}."),
            _ when labels is not null && pictures.TrueForAll(picture => picture.ExpectedLabel is null) =>
                throw new CommandFailedException($"The labels name none of the pictures in {folder}, such as {pictures[0].Name}."),
            _ => pictures,
        };
    }
}
