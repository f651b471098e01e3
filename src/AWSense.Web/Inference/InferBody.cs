using System.Globalization;
using System.Text.Json;
using AWSense.Web.Problems;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AWSense.Web.Inference;

/// <summary>The body of an inference: JSON, and behind it what the binary tensor data extension adds. Dispose of it to give its memory back.</summary>
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
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding and not "identity")
        {
            throw new ProblemException(ProblemKinds.UnsupportedMediaType, $"The body is compressed with {encoding}; send it plain, as pictures don't shrink.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = options.BodyBytesMax;
        }

        var buffer = new UploadBuffer(budget, options.BodyBytesMax, "An inference");
        try
        {
            await buffer.ReadAsync(request.Body, request.ContentLength ?? 0, context.RequestAborted);
            var jsonBytes = JsonBytes(request, buffer.Memory.Length);
            return new(buffer, jsonBytes, Parse(buffer.Memory.Span[..jsonBytes]));
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Dispose() => buffer.Dispose();

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
