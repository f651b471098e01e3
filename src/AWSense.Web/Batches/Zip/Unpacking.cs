using System.IO.Hashing;
using AWSense.Web.Problems;

namespace AWSense.Web.Batches.Zip;

/// <summary>What all entries of an archive may unpack to, together.</summary>
internal sealed class UnpackBudget(long bytesMax)
{
    private long taken;

    /// <exception cref="ArchiveException">It is used up.</exception>
    public void Take(int bytes)
    {
        taken += bytes;
        if (taken > bytesMax)
        {
            throw new ArchiveException(ProblemKinds.TooLarge, $"The archive unpacks to more than {bytesMax:N0} bytes.");
        }
    }
}

/// <summary>An entry as it is unpacked: counted, checked, and bounded.</summary>
internal sealed class Unpacking(Stream unpacked, EntryData packed, UnpackBudget budget) : ReadOnlyStream
{
    // Pictures are compressed already. A flat one without that shrinks to a fiftieth; deflate's most is a thousandth.
    private const int RatioMax = 100;
    private const long UnsuspectedBytes = 1024 * 1024;

    private readonly Crc32 crc = new();

    /// <summary>Checksum of what came.</summary>
    public uint Crc => crc.GetCurrentHashAsUInt32();

    /// <summary>How many bytes came.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the end was reached.</summary>
    public bool Ended { get; private set; }

    /// <summary>Whether the entry unpacks to far more than a picture does.</summary>
    public bool IsBomb => Bytes > UnsuspectedBytes && Bytes / RatioMax > packed.Taken;

    /// <summary>Reads on; what a bomb holds beyond its suspicious beginning is hidden, so that nobody keeps it.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        IsBomb ? 0 : await NextAsync(buffer, cancellationToken);

    /// <summary>Unpacks what is left, for nobody: where the entry ends is seen in no other way.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var scratch = new byte[16 * 1024];
        while (!Ended)
        {
            await NextAsync(scratch, cancellationToken);
        }
    }

    private async ValueTask<int> NextAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await unpacked.ReadAsync(buffer, cancellationToken);
        crc.Append(buffer.Span[..read]);
        Bytes += read;
        Ended = read == 0;
        budget.Take(read);
        return read;
    }
}
