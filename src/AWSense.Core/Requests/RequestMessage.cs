using System.Text.Json;
using System.Text.Json.Serialization;
using AWSense.Core.Models;

namespace AWSense.Core.Requests;

/// <summary>The queue message of a request: JSON with CloudEvents 1.0 attributes, at most <see cref="RequestLimits.MessageBytesMax"/> bytes.</summary>
/// <remarks>Unknown fields are ignored, so that version N and N+1 run side by side. <c>traceparent</c> travels beside it, as an attribute.</remarks>
public static class RequestMessage
{
    /// <summary>The CloudEvents type of a classification request.</summary>
    public const string EventType = "awsense.image.classify.v1";

    /// <summary>Writes the message.</summary>
    /// <exception cref="InvariantException">It is longer than the limit; model names and addresses are bounded, so it can't be.</exception>
    public static byte[] Serialize(ClassificationRequest request)
    {
        var data = new Payload(
            $"inputs/{request.Id}",
            request.Sha256,
            request.Bytes,
            request.Model.Name,
            request.Model.Version,
            request.TopK,
            request.MinConfidence,
            request.ReplyTo,
            request.Deadline,
            Math.Round(request.AcceptMs, 3));
        var message = JsonSerializer.SerializeToUtf8Bytes(
            new Envelope("1.0", request.Id, "/awsense", EventType, request.AcceptedAt, data), RequestMessageJson.Default.Envelope);
        return message.Length <= RequestLimits.MessageBytesMax
            ? message
            : throw new InvariantException($"The message of request {request.Id} has {message.Length} bytes.");
    }

    /// <summary>Reads a message back.</summary>
    /// <exception cref="FormatException">It is none of ours.</exception>
    public static ClassificationRequest Deserialize(ReadOnlySpan<byte> message, string? traceParent)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(message, RequestMessageJson.Default.Envelope);
            if (envelope is not { Type: EventType, Data: { } data })
            {
                throw new FormatException($"The message is no event of type {EventType}.");
            }

            return new(
                envelope.Id,
                data.Sha256,
                data.Bytes,
                new ModelVersion(data.Model, data.ModelVersion),
                data.TopK,
                data.MinConfidence,
                data.ReplyTo,
                envelope.Time,
                data.Deadline,
                traceParent,
                data.AcceptMs);
        }
        catch (JsonException exception)
        {
            throw new FormatException("The message can't be read as a request.", exception);
        }
    }

    internal sealed record Envelope(
        [property: JsonPropertyName("specversion")] string SpecVersion,
        RequestId Id,
        string Source,
        string Type,
        DateTimeOffset Time,
        Payload Data);

    internal sealed record Payload(
        string Key,
        string Sha256,
        long Bytes,
        string Model,
        string ModelVersion,
        int TopK,
        double MinConfidence,
        string ReplyTo,
        DateTimeOffset Deadline,
        double AcceptMs = 0);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RequestMessage.Envelope))]
internal sealed partial class RequestMessageJson : JsonSerializerContext;
