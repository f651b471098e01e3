using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using AWSense.Web.Problems;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AWSense.Web.Inference;

/// <summary>The body of an inference: JSON, and behind it what the binary tensor data extension adds. Dispose of it to give its memory back.</summary>
/// <remarks>It may be packed with gzip or deflate, as Triton's clients do on demand; all lengths and bounds are of what it unpacks to.</remarks>
internal sealed class InferBody : IDisposable
{
    /// <summary>Tells how long the JSON is when data follows it.</summary>
    public const string LengthHeader = "Inference-Header-Content-Length";

    private readonly UploadBuffer buffer;
    private readonly int jsonBytes;

    private InferBody(UploadBuffer buffer, int jsonBytes, InferRequest request) =>
        (this.buffer, this.jsonBytes, Request) = (buffer, jsonBytes, request);

    /// <summary>What is asked for.</summary>
    public InferRequest Request { get; }

    /// <summary>The JSON, into which <see cref="InputTensor.Data"/> points.</summary>
    public ReadOnlySpan<byte> Json => buffer.Memory.Span[..jsonBytes];

    /// <summary>What follows the JSON.</summary>
    public ReadOnlySpan<byte> Binary => buffer.Memory.Span[jsonBytes..];

    /// <summary>Reads a body.</summary>
    /// <exception cref="ProblemException">It is too large, or not what the protocol says.</exception>
    public static async Task<InferBody> ReadAsync(HttpContext context, UploadBudget budget, InferenceOptions options)
    {
        var request = context.Request;
        await using var unpacked = Unpack(request);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = options.BodyBytesMax;
        }

        var buffer = new UploadBuffer(budget, options.BodyBytesMax, "An inference");
        try
        {
            // What a packed body's length says is no length of what it holds.
            await buffer.ReadAsync(unpacked ?? request.Body, unpacked is null ? request.ContentLength ?? 0 : 0, context.RequestAborted);
            var jsonBytes = JsonBytes(request, buffer.Memory.Length);
            return new(buffer, jsonBytes, Parse(buffer.Memory.Span[..jsonBytes]));
        }
        catch (InvalidDataException exception)
        {
            buffer.Dispose();
            throw new ProblemException(ProblemKinds.Malformed, $"The body isn't what its Content-Encoding says: {exception.Message}");
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Dispose() => buffer.Dispose();

    /// <summary>The body as it is read out of its packing; null where it is plain.</summary>
    private static Stream? Unpack(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToUpperInvariant() switch
    {
        "" or "IDENTITY" => null,
        "GZIP" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        "DEFLATE" => new ZLibStream(request.Body, CompressionMode.Decompress, leaveOpen: true), // what HTTP calls deflate is zlib: RFC 9110, section 8.4.1.2
        _ => throw new ProblemException(ProblemKinds.UnsupportedMediaType, "The body is packed in a way that isn't known here; send it plain, or with gzip or deflate."),
    };

    private static int JsonBytes(HttpRequest request, int bodyBytes)
    {
        if (request.Headers[LengthHeader].ToString() is not { Length: > 0 } text)
        {
            return bodyBytes;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 && bytes <= bodyBytes
            ? bytes
            : throw new ProblemException(
                ProblemKinds.Malformed, $"{LengthHeader} takes the length of the JSON at the begin of the body, 1 to {bodyBytes} here.");
    }

    private static InferRequest Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, InferRequestJson.Default.InferRequest) ?? throw new JsonException("it is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Text that isn't UTF-8 is told by an invalid operation.
            throw new ProblemException(ProblemKinds.Malformed, $"The JSON of the inference can't be read: {exception.Message}");
        }
    }
}
