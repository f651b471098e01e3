using System.Buffers.Binary;
using System.IO.Compression;
using AWSense.Core.Results;

namespace AWSense.Web.Batches.Zip;

/// <summary>Reads the pictures of a zip archive as it arrives, by the headers before each of them, in constant memory.</summary>
/// <remarks>
/// The table of contents at an archive's end comes too late for a stream, so it is not read: that it begins is the sign that nothing is
/// missing. Format: PKWARE's APPNOTE 6.3.10. Read are stored and deflated entries, with and without descriptors, and sizes of 64 bits.
/// </remarks>
internal sealed class ZipReader(ForwardInput input, EntryReader entries) : IBatchSource
{
    private const int NameMax = 4096;
    private const uint LocalHeader = 0x04034B50;
    private const uint Split = 0x08074B50;
    private const uint SplitOfOne = 0x30304B50;

    // Table of contents, its end, the same in 64 bits, and what stands before an encrypted one.
    private static readonly uint[] Contents = [0x02014B50, 0x06054B50, 0x06064B50, 0x08064B50];

    private readonly UnpackBudget budget = new(entries.Limits.BatchUnpackedBytesMax);
    private bool ended;

    /// <summary>Whether what comes next looks like an archive.</summary>
    public static async Task<bool> IsNextAsync(ForwardInput input, CancellationToken cancellationToken) =>
        await input.EnsureAsync(4, cancellationToken)
        && BinaryPrimitives.ReadUInt32LittleEndian(input.Window.Span) is LocalHeader or Split or SplitOfOne or 0x06054B50 or 0x06064B50;

    public async Task<BatchEntry?> NextAsync(CancellationToken cancellationToken)
    {
        while (!ended && await ReadHeaderAsync(cancellationToken) is { } header)
        {
            if (header.IsFolder || EntryNames.IsClutter(header.Name))
            {
                await PassAsync(DataOf(header), header, cancellationToken);
                continue;
            }

            return await ReadEntryAsync(header, cancellationToken);
        }

        ended = true;
        return null;
    }

    public void Dispose() => input.Dispose();

    private async Task<ZipHeader?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!await input.EnsureAsync(4, cancellationToken))
            {
                throw ArchiveException.Cut();
            }

            var signature = BinaryPrimitives.ReadUInt32LittleEndian(input.Window.Span);
            if (signature == LocalHeader)
            {
                return await ReadLocalHeaderAsync(cancellationToken);
            }

            if (Contents.Contains(signature))
            {
                return null;
            }

            if (signature != SplitOfOne || input.Position > 0)
            {
                throw ArchiveException.Damaged(signature == Split && input.Position == 0
                    ? "it is one of several parts; join them first"
                    : $"no file begins at byte {input.Position:N0}");
            }

            input.Take(4);
        }
    }

    private async Task<ZipHeader> ReadLocalHeaderAsync(CancellationToken cancellationToken)
    {
        if (!await input.EnsureAsync(ZipHeader.FixedBytes, cancellationToken))
        {
            throw ArchiveException.Cut();
        }

        var head = input.Window[..ZipHeader.FixedBytes].ToArray();
        var (name, extra) = ZipHeader.TailOf(head);
        if (name > NameMax)
        {
            throw ArchiveException.Damaged($"the name of a file has {name:N0} bytes");
        }

        input.Take(head.Length);
        var (nameBytes, extraBytes) = (await TakeAsync(name, cancellationToken), await TakeAsync(extra, cancellationToken));
        return ZipHeader.Read(head, nameBytes, extraBytes);
    }

    private async Task<byte[]> TakeAsync(int bytes, CancellationToken cancellationToken)
    {
        if (!await input.EnsureAsync(bytes, cancellationToken))
        {
            throw ArchiveException.Cut();
        }

        var taken = input.Window[..bytes].ToArray();
        input.Take(bytes);
        return taken;
    }

    private EntryData DataOf(ZipHeader header) => header switch
    {
        { SizeKnown: true } => new SizedData(input, header),
        { Method: ZipHeader.Deflated, Encrypted: false } => new DeflatedData(input),
        _ => new ScannedData(input, stored: header is { Method: ZipHeader.Stored, Encrypted: false }),
    };

    private async Task<BatchEntry> ReadEntryAsync(ZipHeader header, CancellationToken cancellationToken)
    {
        var data = DataOf(header);
        var name = EntryNames.Shown(header.Name);
        var refused = header switch
        {
            { Encrypted: true } => EntryReader.Refused(name, ErrorCodes.EntryEncrypted, "The file is encrypted; send it without a password."),
            { Method: not (ZipHeader.Stored or ZipHeader.Deflated) } =>
                EntryReader.Refused(name, ErrorCodes.EntryCompression, $"The file is compressed by method {header.Method}; store or deflate it."),
            _ when EntryNames.IsUnsafe(header.Name) =>
                EntryReader.Refused(name, ErrorCodes.EntryUnsafeName, "The name leads out of the archive's folder, or can't be shown."),
            _ => null,
        };
        if (refused is null)
        {
            return await UnpackAsync(name, data, header, cancellationToken);
        }

        await PassAsync(data, header, cancellationToken);
        return refused;
    }

    /// <summary>Goes past an entry that nobody wants.</summary>
    private async Task PassAsync(EntryData data, ZipHeader header, CancellationToken cancellationToken)
    {
        if (data is DeflatedData)
        {
            using var nobody = await UnpackAsync(header.Name, data, header, cancellationToken);
        }
        else
        {
            await data.EndAsync(null, null, cancellationToken);
        }
    }

    private async Task<BatchEntry> UnpackAsync(string name, EntryData data, ZipHeader header, CancellationToken cancellationToken)
    {
        await using var file = header.Method == ZipHeader.Deflated ? new DeflateStream(data, CompressionMode.Decompress, leaveOpen: true) : (Stream)data;
        await using var unpacking = new Unpacking(file, data, budget);
        var buffer = default(Uploads.UploadBuffer);
        try
        {
            buffer = await entries.ReadAsync(unpacking, header.UnpackedBytes <= entries.Limits.UploadBytesMax ? header.UnpackedBytes : 0, cancellationToken);
            if (data is DeflatedData)
            {
                await unpacking.DrainAsync(cancellationToken);
            }

            var whole = unpacking.Ended && !data.Cut;
            var same = await data.EndAsync(whole ? unpacking.Crc : null, whole ? unpacking.Bytes : null, cancellationToken);
            if (unpacking.IsBomb || !same)
            {
                buffer?.Dispose();
                return unpacking.IsBomb
                    ? EntryReader.Refused(name, ErrorCodes.EntryBomb, "The file unpacks to more than a hundred times its size, which no picture does.")
                    : Damaged(name);
            }

            return entries.Of(name, buffer);
        }
        catch (InvalidDataException) when (data is not DeflatedData)
        {
            buffer?.Dispose();
            await data.EndAsync(null, null, cancellationToken);
            return Damaged(name);
        }
        catch (InvalidDataException)
        {
            buffer?.Dispose();
            throw ArchiveException.Damaged($"{name} can't be unpacked, and its end can't be found");
        }
        catch
        {
            buffer?.Dispose();
            throw;
        }
    }

    private static BatchEntry Damaged(string name) =>
        EntryReader.Refused(name, ErrorCodes.EntryDamaged, "The file doesn't unpack to what the archive says of it.");
}
