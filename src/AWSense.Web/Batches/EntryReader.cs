using AWSense.Core.Limits;
using AWSense.Core.Results;
using AWSense.Web.Problems;
using AWSense.Web.Uploads;
using Microsoft.Extensions.Options;

namespace AWSense.Web.Batches;

/// <summary>Reads a file of a batch into memory, and tells whether it is a picture.</summary>
internal sealed class EntryReader(UploadBudget budget, IOptions<LimitOptions> limits)
{
    // Zip, gzip, 7z, rar, xz and bzip2.
    private static readonly byte[][] ArchiveHeads =
        [[.. "PK\u0003\u0004"u8], [0x1F, 0x8B], [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], [.. "Rar!"u8], [0xFD, .. "7zXZ"u8], [.. "BZh"u8]];

    public LimitOptions Limits => limits.Value;

    /// <summary>Reads a file.</summary>
    /// <param name="expected">How many bytes are expected, or 0.</param>
    /// <returns>The file; null when it is larger than a picture may be, with the rest of it unread.</returns>
    /// <exception cref="ProblemException">There is no room for it now.</exception>
    public async Task<UploadBuffer?> ReadAsync(Stream stream, long expected, CancellationToken cancellationToken)
    {
        var buffer = new UploadBuffer(budget, limits.Value.UploadBytesMax);
        try
        {
            await buffer.ReadAsync(stream, expected, cancellationToken);
            return buffer;
        }
        catch (ProblemException problem) when (problem.Kind == ProblemKinds.TooLarge)
        {
            buffer.Dispose();
            return null;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>The entry of a file that was read; it owns the buffer from now on.</summary>
    public BatchEntry Of(string name, UploadBuffer? buffer)
    {
        if (buffer is null)
        {
            return Refused(name, ErrorCodes.EntryTooLarge, $"A picture may have at most {limits.Value.UploadBytesMax:N0} bytes.");
        }

        var head = buffer.Memory;
        if (head.IsEmpty || Array.Exists(ArchiveHeads, archive => head.Span.StartsWith(archive)))
        {
            var empty = head.IsEmpty;
            buffer.Dispose();
            return empty
                ? Refused(name, ErrorCodes.EntryEmpty, "The file is empty.")
                : Refused(name, ErrorCodes.EntryIsArchive, "The file is an archive itself; send it by itself.");
        }

        try
        {
            return new(name, Upload.Of(buffer, field: null, name), null);
        }
        catch (ProblemException problem)
        {
            return Refused(name, problem.Kind.Code, problem.Message);
        }
    }

    public static BatchEntry Refused(string name, string code, string detail) => new(name, null, new(code, detail));
}
