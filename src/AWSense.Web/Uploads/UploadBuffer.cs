using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using AWSense.Web.Problems;

namespace AWSense.Web.Uploads;

/// <summary>Rented memory that grows while an upload is read, within the upload's limit and the budget of all.</summary>
/// <param name="what">What is read, for the words of a refusal.</param>
internal sealed class UploadBuffer(UploadBudget budget, int bytesMax, string what = "A picture") : IDisposable
{
    private const int FirstBytes = 64 * 1024;

    // What a client says of its length is believed up to this: memory is taken for bytes that came, not for a promise.
    private const int BelievedBytes = 1024 * 1024;

    private byte[] rented = [];
    private int length;

    /// <summary>What was read.</summary>
    public ReadOnlyMemory<byte> Memory => rented.AsMemory(0, length);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="expected">How many bytes are expected, or 0.</param>
    /// <exception cref="ProblemException">It is too large, or there is no room.</exception>
    public async Task ReadAsync(Stream stream, long expected, CancellationToken cancellationToken)
    {
        Refuse(expected);
        Grow((int)Math.Clamp(expected + 1, FirstBytes, BelievedBytes)); // one more, so that the end is seen without growing
        while (true)
        {
            var read = await stream.ReadAsync(rented.AsMemory(length), cancellationToken);
            length += read;
            Refuse(length);
            if (read == 0)
            {
                return;
            }

            if (length == rented.Length)
            {
                Grow(length * 2);
            }
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <returns>The added bytes, to be written; they hold anything before.</returns>
    /// <exception cref="ProblemException">It is too large, or there is no room.</exception>
    public Span<byte> Extend(int bytes)
    {
        Refuse((long)length + bytes);
        if (length + bytes > rented.Length)
        {
            Grow(length + bytes);
        }

        length += bytes;
        return rented.AsSpan(length - bytes, bytes);
    }

    /// <summary>Takes what a JSON string holds in base64, in place of what was read before.</summary>
    /// <exception cref="FormatException">It is no base64.</exception>
    /// <exception cref="ProblemException">It is too large, or there is no room.</exception>
    public void DecodeBase64(ref Utf8JsonReader reader)
    {
        Dispose();
        Grow(reader.ValueSpan.Length);
        var text = rented.AsSpan(0, reader.CopyString(rented));
        if (Base64.DecodeFromUtf8InPlace(text, out var written) != OperationStatus.Done)
        {
            throw new FormatException("the member \"base64\" is no base64 text.");
        }

        Refuse(written);
        length = written;
    }

    public void Dispose()
    {
        if (rented.Length > 0)
        {
            budget.Return(rented.Length);
            ArrayPool<byte>.Shared.Return(rented);
            (rented, length) = ([], 0);
        }
    }

    private void Refuse(long bytes)
    {
        if (bytes > bytesMax)
        {
            throw new ProblemException(ProblemKinds.TooLarge, $"{what} may have at most {bytesMax:N0} bytes.");
        }
    }

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            budget.Take(larger.Length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(larger);
            throw;
        }

        Memory.CopyTo(larger);
        var kept = length;
        Dispose();
        (rented, length) = (larger, kept);
    }
}
