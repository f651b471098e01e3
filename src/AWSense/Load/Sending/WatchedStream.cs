using System.Net.Sockets;
using System.Text;

namespace AWSense.Load.Sending;

/// <summary>A connection whose answers are counted against its requests; HTTP clients drop surplus answers without a word.</summary>
internal sealed class WatchedStream(Stream inner, Action<string> onSurplus) : Stream
{
    private const int ExampleMax = 200;

    private readonly ResponseFraming framing = new();
    private bool disposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Look(buffer.Span[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Look(buffer.AsSpan(offset, read));
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        framing.ExpectAnswer();
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        framing.ExpectAnswer();
        inner.Write(buffer, offset, count);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            LookAtRest();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A client that finds bytes on an idle connection closes it without reading them, so they are still there.</summary>
    private void LookAtRest()
    {
        try
        {
            if (inner is NetworkStream { Socket: { Connected: true, Available: > 0 and var available } socket })
            {
                var rest = new byte[Math.Min(available, 4096)];
                Look(rest.AsSpan(0, socket.Receive(rest)));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The connection is gone, and what was left on it, too.
        }
    }

    private void Look(ReadOnlySpan<byte> bytes)
    {
        if (framing.Take(bytes) is > 0 and var surplus)
        {
            onSurplus(Encoding.UTF8.GetString(bytes[^surplus..][..Math.Min(surplus, ExampleMax)]).ReplaceLineEndings(" "));
        }
    }
}
