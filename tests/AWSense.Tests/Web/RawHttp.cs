using System.Net.Sockets;
using System.Text;

namespace AWSense.Tests.Web;

/// <summary>HTTP written by hand, so that the bytes on the wire are those of the old clients and not of ours.</summary>
internal static class RawHttp
{
    /// <summary>A form with one file part that has no Content-Type, byte for byte as python-requests sends it.</summary>
    public static byte[] Form(string field, string fileName, byte[] picture, string path = "/")
    {
        const string Boundary = "3f7a9d1c5b8e4f6a8c2d0e1f2a3b4c5d";
        byte[] body =
        [
            .. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{fileName}\"\r\n\r\n"),
            .. picture,
            .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"),
        ];
        var head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:8081\r\nUser-Agent: python-requests/2.28.1\r\nAccept-Encoding: gzip, deflate\r\n" +
            $"Accept: */*\r\nConnection: keep-alive\r\nContent-Length: {body.Length}\r\nContent-Type: multipart/form-data; boundary={Boundary}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <summary>Sends a request over a connection of its own and reads the one response.</summary>
    public static async Task<RawResponse> SendAsync(Uri address, byte[] request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(request, TestContext.Current.CancellationToken);
        return await ReadAsync(stream);
    }

    private static async Task<RawResponse> ReadAsync(NetworkStream stream)
    {
        var received = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            received.AddRange(buffer.AsSpan(0, read));
            var text = Encoding.Latin1.GetString([.. received]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && IsChunked(text[..end]) && text.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
            {
                return new(text[..end], [.. Joined(text[(end + 4)..])]);
            }

            if (end >= 0 && (IsWhole(text[..end], received.Count - end - 4) || read == 0))
            {
                return new(text[..end], [.. received.Skip(end + 4)]);
            }

            Assert.True(read > 0, $"The connection ended after: {text}");
        }
    }

    private static bool IsChunked(string head) => head.Contains("\r\nTransfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);

    // Each chunk is its length in hexadecimal digits, a line feed, itself, and another one; the last has none.
    private static IEnumerable<byte> Joined(string chunks)
    {
        for (var at = 0; ;)
        {
            var line = chunks.IndexOf("\r\n", at, StringComparison.Ordinal);
            var length = int.Parse(chunks.AsSpan(at, line - at), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
            if (length == 0)
            {
                yield break;
            }

            foreach (var one in Encoding.Latin1.GetBytes(chunks.Substring(line + 2, length)))
            {
                yield return one;
            }

            at = line + 2 + length + 2;
        }
    }

    private static bool IsWhole(string head, int bodyBytes)
    {
        const string Length = "\r\nContent-Length: ";
        var at = head.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        return at >= 0 && bodyBytes >= int.Parse(head[(at + Length.Length)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>A response: head as text, body as bytes.</summary>
internal sealed record RawResponse(string Head, byte[] Body)
{
    public int Status => int.Parse(Head.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);

    public string Text => Encoding.UTF8.GetString(Body);
}
