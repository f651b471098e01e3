using System.Net.Sockets;
using System.Text;

namespace AWSense.Benchmarks;

/// <summary>One client with a connection that it keeps. Its socket blocks, so that an answer wakes one thread and a client library has no part in what is measured.</summary>
internal sealed class BenchmarkClient : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly string host;
    private readonly byte[] received = new byte[64 * 1024];

    public BenchmarkClient(Uri address)
    {
        host = address.Authority;
        socket.Connect(address.Host, address.Port);
    }

    /// <summary>Sends a picture, and returns once its answer has come whole.</summary>
    /// <returns>The answer's body, until the next one.</returns>
    /// <exception cref="IOException">It isn't classified; the message has the answer.</exception>
    public ReadOnlySpan<byte> Classify(byte[] picture)
    {
        var head = $"POST /v1/classify HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/octet-stream\r\nContent-Length: {picture.Length}\r\n\r\n";
        socket.Send([Encoding.ASCII.GetBytes(head), picture]); // a blocking socket takes all of it
        var answer = Receive();
        return answer.StartsWith("HTTP/1.1 200 "u8)
            ? answer[(answer.IndexOf("\r\n\r\n"u8) + 4)..]
            : throw new IOException(Encoding.UTF8.GetString(answer));
    }

    public void Dispose() => socket.Dispose();

    private ReadOnlySpan<byte> Receive()
    {
        var count = 0;
        do
        {
            count += socket.Receive(received.AsSpan(count)) is > 0 and var read ? read : throw new IOException("The service has closed the connection.");
        }
        while (HttpMessage.LengthOf(received.AsSpan(0, count)) is not { } length || count < length);
        return received.AsSpan(0, count);
    }
}
