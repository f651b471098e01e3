using System.Security.Cryptography;
using System.Text;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using Microsoft.Extensions.Options;

namespace AWSense.Core.Archive;

/// <summary>The layout of the cloud course's assignments: a picture under its file name, its label under the name up to the first dot.</summary>
/// <remarks>
/// It is written beside the archive, in which two requests never meet. Here they meet when they share a name: the later picture takes the place, the
/// label of the earlier one goes with it, and a label is written only while its own picture stands there. So what stands under a name belongs together.
/// </remarks>
public sealed class FileNameLayout(INamedObjects objects, IOptions<LayoutOptions> options)
{
    private const int NameBytesMax = 200; // a file system takes 255, some of which a name in the making needs

    /// <summary>Whether this layout is wanted.</summary>
    public bool IsOn => options.Value.Layout == LayoutOptions.FileName;

    /// <summary>Writes a picture under its file name. Does nothing when it has none that can be a key, or the layout isn't wanted.</summary>
    public async Task PlaceInputAsync(string? fileName, ReadOnlyMemory<byte> picture, CancellationToken cancellationToken)
    {
        if (!IsOn || KeysOf(fileName) is not var (input, result))
        {
            return;
        }

        var standing = await objects.GetAsync(NamedKind.Input, input, cancellationToken);
        if (standing is not null && standing.AsSpan().SequenceEqual(picture.Span))
        {
            return; // its label, if there is one, stays right
        }

        await objects.PutAsync(NamedKind.Input, input, picture, cancellationToken);
        await objects.DeleteAsync(NamedKind.Result, result, cancellationToken);
    }

    /// <summary>Writes the label of a request that has succeeded, while its picture stands under its name.</summary>
    public async Task PlaceResultAsync(JobRecord? job, ClassificationResult outcome, CancellationToken cancellationToken)
    {
        if (!IsOn || outcome is not { State: RequestState.Succeeded, Labels: [var best, ..] } || KeysOf(job?.FileName) is not var (input, result))
        {
            return;
        }

        var standing = await objects.GetAsync(NamedKind.Input, input, cancellationToken);
        if (standing is not null && Convert.ToHexStringLower(SHA256.HashData(standing)) == job!.Sha256)
        {
            await objects.PutAsync(NamedKind.Result, result, Encoding.UTF8.GetBytes(best.Label), cancellationToken);
        }
    }

    /// <summary>The two keys of a file name; null when a part of it can't be one.</summary>
    internal static (string Input, string Result)? KeysOf(string? fileName)
    {
        // Clients may send whole paths; no key may lead anywhere.
        var name = fileName is null ? "" : fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        var stem = name.Split('.')[0];
        return stem.Length > 0 && Encoding.UTF8.GetByteCount(name) <= NameBytesMax && !name.Any(char.IsControl) ? (name, stem) : null;
    }
}
