using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AWSense.SystemTests.Load;

/// <summary>What a faulty server does with an upload.</summary>
internal enum Fault
{
    None,
    Delay,
    Close,
    Reset,
    Silence,
    Twice,
    TwiceLater,
}

/// <summary>An upload as a faulty server sees it.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Text">Head and body, a character a byte.</param>
internal sealed record SeenUpload(int Number, string Text);

/// <summary>A server of one's own on the loopback that does to uploads whatever a test wants.</summary>
/// <param name="reply">Status line's code and reason, media type and body.</param>
internal sealed class FaultyServer(Func<SeenUpload, (Fault Fault, string Status, string Type, string Body)> reply) : IAsyncDisposable
{
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(700);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private Task? accepting;
    private int seen;

    public int Seen => seen;

    /// <summary>Begins to listen.</summary>
    /// <returns>Its address.</returns>
    public Uri Start()
    {
        listener.Start();
        accepting = AcceptAsync();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Dispose();
        await accepting!;
        over.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptSocketAsync(over.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        try
        {
            while (await ReadAsync(socket) is { } text && await AnswerAsync(socket, new(Interlocked.Increment(ref seen), text)))
            {
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The client has gone, or the test is over.
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerAsync(Socket socket, SeenUpload upload)
    {
        var (fault, status, type, body) = reply(upload);
        var answer = Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        switch (fault)
        {
            case Fault.Close:
                return false;
            case Fault.Reset:
                socket.LingerState = new(enable: true, seconds: 0);
                return false;
            case Fault.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, over.Token);
                return false;
            case Fault.Delay:
                await Task.Delay(Delay, over.Token);
                break;
        }

        await socket.SendAsync(fault == Fault.Twice ? [.. answer, .. answer] : answer, over.Token);
        if (fault == Fault.TwiceLater)
        {
            await Task.Delay(20, over.Token);
            await socket.SendAsync(answer, over.Token);
        }

        return true;
    }

    /// <returns>A whole request; null when the client has closed.</returns>
    private async Task<string?> ReadAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[1 << 16];
        while (await socket.ReceiveAsync(buffer, over.Token) is > 0 and var read)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            var whole = text.ToString();
            var end = whole.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && whole.Length >= end + 4 + LengthOf(whole[..end]))
            {
                return whole;
            }
        }

        return null;
    }

    private static int LengthOf(string head) => head
        .Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
