using System.Text;

namespace AWSense.Benchmarks;

/// <summary>HTTP/1.1 as the benchmark's own client and server speak it, which cost next to nothing beside what is measured.</summary>
internal static class HttpMessage
{
    /// <returns>Bytes of the message at the begin, headers included; null while its headers aren't all there. One without <c>Content-Length</c> has no body.</returns>
    /// <exception cref="InvalidDataException">Its body comes in chunks.</exception>
    public static int? LengthOf(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var headers = Encoding.ASCII.GetString(received[..end]);
        if (headers.Contains("transfer-encoding:", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException("The body comes in chunks, which the benchmark doesn't read: an older build may answer so.");
        }

        const string Name = "content-length:";
        var at = headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        var line = at < 0 ? "0" : headers[(at + Name.Length)..].Split('\r', 2)[0];
        return end + 4 + int.Parse(line);
    }
}
