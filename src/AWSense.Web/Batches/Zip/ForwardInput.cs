using System.Buffers;

namespace AWSense.Web.Batches.Zip;

/// <summary>A stream that is read forward through one buffer, with a look at what comes next.</summary>
internal sealed class ForwardInput(Stream stream) : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int start;
    private int end;
    private bool ended;

    /// <summary>How many bytes have been taken.</summary>
    public long Position { get; private set; }

    /// <summary>What was read and not yet taken.</summary>
    public ReadOnlyMemory<byte> Window => buffer.AsMemory(start, end - start);

    /// <summary>Reads until the window has so many bytes.</summary>
    /// <param name="bytes">At most half of the buffer, 64 KiB.</param>
    /// <returns>False when the stream ends before.</returns>
    public async ValueTask<bool> EnsureAsync(int bytes, CancellationToken cancellationToken)
    {
        while (end - start < bytes && !ended)
        {
            if (start > 0 && buffer.Length - start < bytes)
            {
                Window.CopyTo(buffer);
                (start, end) = (0, end - start);
            }

            var read = await stream.ReadAsync(buffer.AsMemory(end), cancellationToken);
            end += read;
            ended = read == 0;
        }

        return end - start >= bytes;
    }

    /// <summary>Takes bytes of the window.</summary>
    public void Take(int bytes)
    {
        start += bytes;
        Position += bytes;
        if (start == end)
        {
            (start, end) = (0, 0);
        }
    }

    /// <summary>Takes bytes without looking at them.</summary>
    /// <returns>False when the stream ends before.</returns>
    public async ValueTask<bool> SkipAsync(long bytes, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            if (!await EnsureAsync(1, cancellationToken))
            {
                return false;
            }

            var taken = (int)Math.Min(bytes, end - start);
            Take(taken);
            bytes -= taken;
        }

        return true;
    }

    public void Dispose()
    {
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            (buffer, start, end, ended) = ([], 0, 0, true);
        }
    }
}
