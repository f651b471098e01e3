using System.Globalization;
using System.Text;

namespace AWSense.Load.Sending;

/// <summary>Follows the bytes of one HTTP/1.1 connection to know where an answer ends, and so which bytes nobody has asked for.</summary>
/// <remarks>By RFC 9112, section 6.3. It checks nothing else: what is malformed is the client's to tell.</remarks>
internal sealed class ResponseFraming
{
    private const int LineMax = 1024; // of the longest line that is looked at; the rest of a longer one is passed over

    private readonly byte[] line = new byte[LineMax];
    private State state = State.Idle;
    private int lineLength;
    private bool atStatusLine;
    private int status;
    private long? length;
    private bool chunked;
    private long left;

    private enum State
    {
        Idle,
        Head,
        Body,
        ChunkSize,
        ChunkData,
        Trailer,
        UntilClose,
        Surplus,
    }

    /// <summary>A request is being written, so an answer may come.</summary>
    public void ExpectAnswer()
    {
        if (state == State.Idle)
        {
            BeginHead();
        }
    }

    /// <summary>Takes what was read.</summary>
    /// <returns>How many of the last bytes are beyond the answer.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0 && state is not (State.UntilClose or State.Surplus))
        {
            if (state == State.Idle)
            {
                state = State.Surplus;
                return bytes.Length;
            }

            bytes = bytes[(state is State.Body or State.ChunkData ? SkipBody(bytes.Length) : ReadLine(bytes))..];
        }

        return 0;
    }

    private int SkipBody(int available)
    {
        var skipped = (int)Math.Min(available, left);
        left -= skipped;
        if (left == 0)
        {
            state = state == State.Body ? State.Idle : State.ChunkSize;
        }

        return skipped;
    }

    private int ReadLine(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var part = end < 0 ? bytes : bytes[..end];
        var kept = Math.Min(part.Length, LineMax - lineLength);
        part[..kept].CopyTo(line.AsSpan(lineLength));
        lineLength += kept;
        if (end < 0)
        {
            return bytes.Length;
        }

        EndLine(line.AsSpan(0, lineLength).TrimEnd((byte)'\r'));
        lineLength = 0;
        return end + 1;
    }

    private void EndLine(ReadOnlySpan<byte> text)
    {
        switch (state)
        {
            case State.Head when text.Length == 0:
                EndHead();
                break;
            case State.Head when atStatusLine:
                atStatusLine = false;
                status = text.Length >= 12 && int.TryParse(text[9..12], CultureInfo.InvariantCulture, out var code) ? code : 0;
                break;
            case State.Head:
                ReadHeader(text);
                break;
            case State.ChunkSize:
                var size = text.IndexOf((byte)';') is >= 0 and var extension ? text[..extension] : text;
                left = long.TryParse(size.Trim((byte)' '), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var known) ? known : 0;
                state = left == 0 ? State.Trailer : State.ChunkData;
                left += left == 0 ? 0 : 2; // and the line break after the data
                break;
            case State.Trailer when text.Length == 0:
                state = State.Idle;
                break;
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        if (colon < 0)
        {
            return;
        }

        var value = text[(colon + 1)..].Trim((byte)' ');
        if (Ascii.EqualsIgnoreCase(text[..colon], "content-length"u8))
        {
            length = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : null;
        }
        else if (Ascii.EqualsIgnoreCase(text[..colon], "transfer-encoding"u8))
        {
            chunked = value.Length >= 7 && Ascii.EqualsIgnoreCase(value[^7..], "chunked"u8);
        }
    }

    private void EndHead()
    {
        if (status is >= 100 and < 200)
        {
            BeginHead(); // an interim answer; the final one follows
            return;
        }

        left = length ?? 0;
        state = status is 204 or 304 ? State.Idle
            : chunked ? State.ChunkSize
            : length is null ? State.UntilClose
            : left == 0 ? State.Idle : State.Body;
    }

    private void BeginHead() => (state, atStatusLine, status, length, chunked) = (State.Head, true, 0, null, false);
}
