using System.Net.Sockets;
using System.Text.Json;

namespace AWSense.Load.Sending;

/// <summary>Tells failures apart.</summary>
internal static class FailureReader
{
    private const int DetailMax = 300;

    /// <summary>The failure that an HTTP status other than success stands for; of problem details (RFC 9457) their type.</summary>
    public static Failure OfStatus(int status, ReadOnlyMemory<byte> body)
    {
        var text = System.Text.Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, DetailMax)]).ReplaceLineEndings(" ").Trim();
        var plain = new Failure($"http-{status}", $"The server answered {status}", status, text.Length > 0 ? text : "no body");
        try
        {
            using var problem = JsonDocument.Parse(body);
            return problem.RootElement is { ValueKind: JsonValueKind.Object } root && root.Text("type") is { } type
                ? new(type, root.Text("title") ?? plain.Title, status, root.Text("detail") ?? "")
                : plain;
        }
        catch (JsonException)
        {
            return plain; // not every server writes problem details
        }
    }

    /// <summary>The failure that an exception of the HTTP client stands for.</summary>
    public static Failure OfException(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded } or InvalidDataException or JsonException =>
            new(FailureTypes.Malformed, "The answer can't be understood", null, exception.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } =>
            new(FailureTypes.Closed, "The connection was closed before the answer", null, exception.Message),
        _ when SocketErrorOf(exception) is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted =>
            new(FailureTypes.Reset, "The connection was reset before the answer", null, exception.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } =>
            new(FailureTypes.NotConnected, "The server can't be reached", null, exception.Message),
        _ => new(FailureTypes.Closed, "The connection was closed before the answer", null, exception.Message),
    };

    private static SocketError? SocketErrorOf(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }
}
