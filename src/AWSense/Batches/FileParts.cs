using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using AWSense.Hosting;

namespace AWSense.Batches;

/// <summary>Files that go in one batch, so many that the service's default limits allow it.</summary>
/// <param name="Files">Their paths, in the order of their numbers.</param>
internal sealed record FileParts(IReadOnlyList<string> Files)
{
    private const int FilesMax = 10_000;
    private const long BytesMax = 96L * 1024 * 1024;
    private const int PartBytes = 256; // around each file

    /// <summary>Divides files.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public static IReadOnlyList<FileParts> Of(IReadOnlyList<string> files)
    {
        var parts = new List<FileParts>();
        var part = new List<string>();
        var bytes = 0L;
        foreach (var file in files)
        {
            var length = new FileInfo(file).Length + PartBytes;
            if (part.Count == FilesMax || (part.Count > 0 && bytes + length > BytesMax))
            {
                parts.Add(new([.. part]));
                part.Clear();
                bytes = 0;
            }

            part.Add(file);
            bytes += length;
        }

        parts.Add(part.Count > 0 ? new(part) : throw new CommandFailedException("There is no picture in what was named."));
        return parts;
    }

    /// <summary>The form that is sent. Files are opened when it is their turn.</summary>
    public HttpContent ToContent()
    {
        var form = new MultipartFormDataContent();
        foreach (var (number, file) in Files.Index())
        {
            // By number: what a path holds is this machine's business, and some names could not be shown elsewhere.
            var name = string.Create(CultureInfo.InvariantCulture, $"{number + 1}{Path.GetExtension(file)}");
            var content = new FileContent(file);
            content.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileName = name };
            form.Add(content);
        }

        return form;
    }

    private sealed class FileContent(string path) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var file = File.OpenRead(path);
            await file.CopyToAsync(stream);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = new FileInfo(path).Length;
            return true;
        }
    }
}
