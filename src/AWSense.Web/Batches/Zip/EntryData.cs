namespace AWSense.Web.Batches.Zip;

/// <summary>The bytes of an entry as the archive has them.</summary>
internal abstract class EntryData(ForwardInput input) : ReadOnlyStream
{
    protected ForwardInput Input { get; } = input;

    /// <summary>How many have been read.</summary>
    public long Taken { get; protected set; }

    /// <summary>Whether the archive ended inside of them.</summary>
    public bool Cut { get; protected set; }

    /// <summary>Goes to the end of the entry, past its descriptor.</summary>
    /// <param name="crc">Of what was unpacked; null when it wasn't, or not wholly.</param>
    /// <param name="unpacked">How many bytes were unpacked; null when they weren't, or not wholly.</param>
    /// <returns>Whether the descriptor, where there is one, says the same.</returns>
    /// <exception cref="ArchiveException">The end can't be found.</exception>
    public abstract Task<bool> EndAsync(uint? crc, long? unpacked, CancellationToken cancellationToken);

    /// <summary>Reads from the window what it has, at most so much.</summary>
    protected async ValueTask<int> TakeAsync(Memory<byte> target, long most, CancellationToken cancellationToken)
    {
        if (most == 0 || target.IsEmpty)
        {
            return 0;
        }

        if (!await Input.EnsureAsync(1, cancellationToken))
        {
            Cut = true;
            return 0;
        }

        var window = Input.Window;
        var bytes = (int)Math.Min(most, Math.Min(target.Length, window.Length));
        window[..bytes].CopyTo(target);
        Input.Take(bytes);
        Taken += bytes;
        return bytes;
    }
}

/// <summary>Data whose size the entry's header has.</summary>
internal sealed class SizedData(ForwardInput input, ZipHeader header) : EntryData(input)
{
    private readonly long bytes = header.PackedBytes;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        TakeAsync(buffer, bytes - Taken, cancellationToken);

    public override async Task<bool> EndAsync(uint? crc, long? unpacked, CancellationToken cancellationToken)
    {
        if (Cut || !await Input.SkipAsync(bytes - Taken, cancellationToken))
        {
            throw ArchiveException.Cut();
        }

        if (!header.HasDescriptor)
        {
            return (crc ?? header.Crc) == header.Crc && (unpacked ?? header.UnpackedBytes) == header.UnpackedBytes;
        }

        await Input.EnsureAsync(ZipDescriptor.LookBytes, cancellationToken);
        var window = Input.Window.Span;
        var length = ZipDescriptor.LengthAt(window, crc, bytes, unpacked);
        var same = length > 0;
        length = same ? length : ZipDescriptor.LengthAt(window, null, bytes, null);
        Input.Take(length); // none is no fault: the next header is where it should be, or the archive is damaged
        return same;
    }
}

/// <summary>Deflated data whose size is told behind it. Where it ends, the inflater sees; what it was given beyond that is kept.</summary>
internal sealed class DeflatedData(ForwardInput input) : EntryData(input)
{
    private const int ServedMax = 8 * 1024;

    private int served;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Input.Take(served);
        Taken += served;
        served = 0;
        if (!await Input.EnsureAsync(1, cancellationToken))
        {
            Cut = true;
            return 0;
        }

        var window = Input.Window;
        served = Math.Min(ServedMax, Math.Min(buffer.Length, window.Length));
        window[..served].CopyTo(buffer);
        return served;
    }

    public override async Task<bool> EndAsync(uint? crc, long? unpacked, CancellationToken cancellationToken)
    {
        if (Cut)
        {
            throw ArchiveException.Cut();
        }

        // The end lies within what was served last, and the descriptor behind it knows all three numbers.
        await Input.EnsureAsync(served + ZipDescriptor.LookBytes, cancellationToken);
        for (var end = 0; end <= served && unpacked is not null; end++)
        {
            if (ZipDescriptor.LengthAt(Input.Window.Span[end..], crc, Taken + end, unpacked) is > 0 and var length)
            {
                Input.Take(end + length);
                return true;
            }
        }

        throw Input.Window.Length < served + ZipDescriptor.LookBytes
            ? ArchiveException.Cut()
            : ArchiveException.Damaged("the end of a compressed file can't be found");
    }
}

/// <summary>Data of unknown size that isn't inflated: its end is where a descriptor stands that fits what came before it.</summary>
/// <param name="stored">Whether the data is the file itself, so that its checksum counts.</param>
internal sealed class ScannedData(ForwardInput input, bool stored) : EntryData(input)
{
    private readonly System.IO.Hashing.Crc32 crc = new();
    private int descriptor;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (descriptor > 0)
        {
            return 0;
        }

        var whole = await Input.EnsureAsync(ZipDescriptor.LookBytes, cancellationToken);
        var window = Input.Window;
        var at = window.Span.IndexOf(ZipDescriptor.Signature);
        if (at == 0)
        {
            descriptor = ZipDescriptor.LengthAt(window.Span, stored ? crc.GetCurrentHashAsUInt32() : null, Taken, stored ? Taken : null);
            if (descriptor > 0)
            {
                Input.Take(descriptor);
                return 0;
            }
        }

        if (window.IsEmpty)
        {
            Cut = true;
            return 0;
        }

        // Up to a signature, or the first bytes of one; a signature that fits nothing is data itself.
        var safe = at > 0 ? at : at == 0 ? 1 : whole ? window.Length - ZipDescriptor.Signature.Length + 1 : window.Length;
        var taken = await TakeAsync(buffer, safe, cancellationToken);
        crc.Append(buffer.Span[..taken]);
        return taken;
    }

    public override async Task<bool> EndAsync(uint? crc, long? unpacked, CancellationToken cancellationToken)
    {
        var scratch = new byte[16 * 1024];
        int read;
        do
        {
            read = await ReadAsync(scratch, cancellationToken);
        }
        while (read > 0);

        return Cut ? throw ArchiveException.Cut() : true;
    }
}
