using AWSense.Core.Results;
using AWSense.Web.Batches.Zip;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AWSense.Web.Batches;

/// <summary>Reads the files of a form as they come; a file that is an archive stands for its files.</summary>
internal sealed class FormReader(MultipartReader parts, EntryReader entries) : IBatchSource
{
    private const string Unnamed = "unnamed";

    private ZipReader? archive;

    public async Task<BatchEntry?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (archive is not null)
            {
                if (await archive.NextAsync(cancellationToken) is { } entry)
                {
                    return entry;
                }

                Dispose();
            }

            if (await parts.ReadNextSectionAsync(cancellationToken) is not { } part)
            {
                return null;
            }

            if (part.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition()
                && await ReadAsync(part.Body, UploadReader.FileNameOf(disposition) ?? Unnamed, cancellationToken) is { } file)
            {
                return file;
            }
        }
    }

    public void Dispose()
    {
        archive?.Dispose();
        archive = null;
    }

    /// <returns>The file; null when it is an archive, whose files come next.</returns>
    private async Task<BatchEntry?> ReadAsync(Stream body, string name, CancellationToken cancellationToken)
    {
        var input = new ForwardInput(body);
        try
        {
            if (await ZipReader.IsNextAsync(input, cancellationToken))
            {
                (archive, input) = (new(input, entries), null);
                return null;
            }

            var buffer = await entries.ReadAsync(new WholeInput(input), expected: 0, cancellationToken);
            var shown = EntryNames.Shown(name);
            if (!EntryNames.IsUnsafe(name))
            {
                return entries.Of(shown, buffer);
            }

            buffer?.Dispose();
            return EntryReader.Refused(shown, ErrorCodes.EntryUnsafeName, "The name leads out of its folder, or can't be shown.");
        }
        finally
        {
            input?.Dispose();
        }
    }

    /// <summary>All that is left of an input.</summary>
    private sealed class WholeInput(ForwardInput input) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await input.EnsureAsync(1, cancellationToken);
            var bytes = Math.Min(buffer.Length, input.Window.Length);
            input.Window[..bytes].CopyTo(buffer);
            input.Take(bytes);
            return bytes;
        }
    }
}
