using AWSense.Core.Limits;
using AWSense.Web.Fetching;
using AWSense.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AWSense.Web.Uploads;

/// <summary>Reads the picture of an HTTP request, in whichever way it was sent.</summary>
internal sealed class UploadReader(UploadBudget budget, PictureFetcher fetcher, IOptions<LimitOptions> limits)
{
    private const int BoundaryMax = 128;
    private const int FileNameMax = 1024;
    private const int JsonBytes = 1024; // what is around the base64

    /// <summary>Reads a picture that is the whole body, the first file of a form, or base64 or a URL in JSON.</summary>
    /// <exception cref="ProblemException">There is none, it is too large, or none of the accepted formats.</exception>
    public Task<Upload> ReadAsync(HttpRequest request)
    {
        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        return type?.MediaType.Value?.ToLowerInvariant() switch
        {
            "multipart/form-data" => ReadFormAsync(request),
            "application/json" => ReadJsonAsync(request),
            _ => ReadBodyAsync(request),
        };
    }

    /// <summary>Reads the first file of a form; a part is a file when it has a file name, whatever its Content-Type.</summary>
    /// <exception cref="ProblemException">There is none, it is too large, or none of the accepted formats.</exception>
    public async Task<Upload> ReadFormAsync(HttpRequest request)
    {
        var aborted = request.HttpContext.RequestAborted;
        var reader = new MultipartReader(BoundaryOf(request), request.Body); // the buffer has its limit, and the server one for the body
        while (await reader.ReadNextSectionAsync(aborted) is { } section)
        {
            if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
            {
                var upload = await ReadAsync(
                    section.Body, request.ContentLength ?? 0, Unquote(disposition.Name.Value), FileNameOf(disposition), aborted);
                await request.Body.DrainAsync(aborted); // or the connection could not be used again
                return upload;
            }
        }

        throw new ProblemException(ProblemKinds.Malformed, "The form has no file. Send the picture as a file part, as curl -F myfile=@picture.jpg does.");
    }

    /// <summary>What parts the files of a form.</summary>
    /// <exception cref="ProblemException">It is no form.</exception>
    public static string BoundaryOf(HttpRequest request)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? Unquote(type.Boundary.Value)
            : null;
        return boundary is { Length: > 0 and <= BoundaryMax }
            ? boundary
            : throw new ProblemException(ProblemKinds.Malformed, "Send the picture as multipart/form-data with a boundary, as curl -F myfile=@picture.jpg does.");
    }

    /// <summary>The client's name for a file of a form, cut to what is kept of it; null when there is none.</summary>
    public static string? FileNameOf(ContentDispositionHeaderValue disposition)
    {
        var name = Unquote(disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : disposition.FileName.Value);
        return string.IsNullOrEmpty(name) ? null : Cut(name);
    }

    // Never between the two halves of a character outside the basic plane.
    public static string Cut(string name) => name.Length <= FileNameMax ? name
        : name[..(char.IsHighSurrogate(name[FileNameMax - 1]) ? FileNameMax - 1 : FileNameMax)];

    private static string? Unquote(string? value) => value is null ? null : HeaderUtilities.RemoveQuotes(value).Value;

    private Task<Upload> ReadBodyAsync(HttpRequest request) =>
        ReadAsync(request.Body, request.ContentLength ?? 0, field: null, fileName: null, request.HttpContext.RequestAborted);

    private async Task<Upload> ReadAsync(Stream stream, long expected, string? field, string? fileName, CancellationToken cancellationToken)
    {
        var buffer = new UploadBuffer(budget, limits.Value.UploadBytesMax);
        try
        {
            // A form is a little longer than its file, so what it expects is cut to what a file may have.
            await buffer.ReadAsync(stream, field is null ? expected : Math.Min(expected, limits.Value.UploadBytesMax), cancellationToken);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }

        return Upload.Of(buffer, field, fileName);
    }

    private async Task<Upload> ReadJsonAsync(HttpRequest request)
    {
        using var json = new UploadBuffer(budget, (int)Math.Min(int.MaxValue, (limits.Value.UploadBytesMax * 4L / 3) + JsonBytes));
        await json.ReadAsync(request.Body, request.ContentLength ?? 0, request.HttpContext.RequestAborted);
        var picture = new UploadBuffer(budget, limits.Value.UploadBytesMax);
        string? name = null;
        try
        {
            if (JsonPicture.Decode(json.Memory.Span, picture) is { } url)
            {
                name = await fetcher.FetchAsync(url, picture, request.HttpContext.RequestAborted);
            }
        }
        catch
        {
            picture.Dispose();
            throw;
        }

        return Upload.Of(picture, field: null, name);
    }
}
