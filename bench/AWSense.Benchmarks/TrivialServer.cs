using System.Net;
using System.Net.Sockets;

namespace AWSense.Benchmarks;

/// <summary>Reads uploads and answers each with a fixed label: as little as an HTTP server can do.</summary>
internal sealed class TrivialServer : IDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nlabel"u8.ToArray();

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public TrivialServer()
    {
        listener.Start(backlog: 1000);
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}/");

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptSocketAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was disposed.
        }
    }

    private static async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[64 * 1024];
            var held = 0;
            try
            {
                while (await socket.ReceiveAsync(buffer.AsMemory(held)) is > 0 and var read)
                {
                    held += read;
                    while (HttpMessage.LengthOf(buffer.AsSpan(0, held)) is { } length && length <= held)
                    {
                        buffer.AsSpan(length, held - length).CopyTo(buffer);
                        held -= length;
                        await socket.SendAsync(Answer);
                    }
                }
            }
            catch (SocketException)
            {
                // Its client has gone.
            }
        }
    }
}
