using System.IO.Compression;
using AWSense.Core.Limits;
using AWSense.Core.Results;
using AWSense.Tests.Fakes;
using AWSense.Web.Batches;
using AWSense.Web.Batches.Zip;
using AWSense.Web.Uploads;
using CsCheck;
using Microsoft.Extensions.Options;

namespace AWSense.Tests.Web.Batches;

public sealed class ZipReaderTests
{
    private static readonly (string, byte[])[] Files =
        [("a.jpg", TestPictures.Jpeg("cat", 5000)), ("below/b.png", TestPictures.Png("dog")), ("c.jpg", TestPictures.Jpeg("cow", 100_000))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CompressionLevel.NoCompression, false)]
    [InlineData(CompressionLevel.NoCompression, true)]
    [InlineData(CompressionLevel.Fastest, false)]
    [InlineData(CompressionLevel.Optimal, true)]
    public async Task Archives_are_read_however_they_were_written(CompressionLevel level, bool streamed)
    {
        var archive = streamed ? Archives.Streamed(level, Files) : Archives.Sought(level, Files);

        foreach (var step in new[] { 1, 7, int.MaxValue })
        {
            Assert.Equal(["a.jpg ok 5010", "below/b.png ok 12", "c.jpg ok 100010"], await ReadAsync(archive, step));
        }
    }

    [Fact]
    public async Task Any_files_come_out_as_they_went_in()
    {
        var file = Gen.Select(Gen.Byte.Array[0, 20_000], Gen.Bool, (bytes, zeros) => zeros ? new byte[bytes.Length] : bytes);
        await Gen.Select(file.Array[0, 6], Gen.Int[0, 3], Gen.Int[1, 40_000]).SampleAsync(async (files, way, step) =>
        {
            var named = files.Select((bytes, number) => ($"{number}.jpg", TestPictures.Jpeg("x").Concat(bytes).ToArray())).ToArray();
            var level = way % 2 == 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest;
            var archive = way < 2 ? Archives.Streamed(level, named) : Archives.Sought(level, named);
            using var reader = Open(archive, step);
            foreach (var (name, bytes) in named)
            {
                using var entry = await reader.NextAsync(Token);
                Assert.Equal(name, entry!.Name);
                Assert.True(entry.Picture is { } picture ? picture.Bytes.Span.SequenceEqual(bytes) : entry.Error!.Code == ErrorCodes.EntryBomb);
            }

            Assert.Null(await reader.NextAsync(Token));
        }, iter: 200);
    }

    [Fact]
    public async Task Stored_files_whose_size_stands_behind_them_are_read_though_they_hold_such_signatures()
    {
        byte[] tricky = [.. TestPictures.Jpeg("cat"), .. "PK\a\bPK\u0003\u0004PK"u8, .. new byte[50], .. "PK\a"u8];

        Assert.Equal(
            [$"t.jpg ok {tricky.Length}", "b.png ok 12"],
            await ReadAsync([.. Archives.StoredWithDescriptor("t.jpg", tricky), .. Archives.Stored("b.png", TestPictures.Png("dog")), .. Archives.End]));
    }

    [Theory]
    [InlineData("../evil.jpg", "entry-unsafe-name")]
    [InlineData("/etc/passwd.jpg", "entry-unsafe-name")]
    [InlineData("C:\\x.jpg", "entry-unsafe-name")]
    [InlineData("a\\..\\b.jpg", "entry-unsafe-name")]
    [InlineData("a\0b.jpg", "entry-unsafe-name")]
    [InlineData("a..b/c..jpg", null)]
    public async Task Names_that_lead_elsewhere_are_refused_by_themselves(string name, string? code)
    {
        foreach (var bad in new[] { Archives.Stored(name, TestPictures.Jpeg("cat")), Archives.StoredWithDescriptor(name, TestPictures.Jpeg("cat")) })
        {
            var read = await ReadAsync([.. bad, .. Archives.Stored("b.png", TestPictures.Png("dog")), .. Archives.End]);

            Assert.Contains(code ?? "ok", read[0], StringComparison.Ordinal);
            Assert.Equal("b.png ok 12", read[1]);
        }
    }

    [Fact]
    public async Task Every_bad_entry_has_its_reason_and_the_others_are_read()
    {
        var bomb = Archives.Streamed(CompressionLevel.SmallestSize, ("bomb.tif", [.. "II*\0"u8, .. new byte[5_000_000]]));
        bomb = bomb[..bomb.AsSpan().IndexOf("PK\u0001\u0002"u8)];
        byte[] archive =
        [
            .. Archives.Stored("secret.jpg", TestPictures.Jpeg("x"), flags: 1),
            .. Archives.StoredWithDescriptor("secret2.jpg", TestPictures.Jpeg("x"), flags: 9),
            .. Archives.Stored("empty.jpg", []),
            .. Archives.Stored("inner.zip", Archives.Sought(CompressionLevel.Fastest, Files)),
            .. Archives.Local("lzma.jpg", 14, 0, 0, 3, 100, 1, 2, 3),
            .. Archives.Local("wrong.jpg", 0, 0, 12345, 9, 9, TestPictures.Jpeg("xy")),
            .. Archives.Local("noise.jpg", 8, 0, 0, 6, 9, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
            .. Archives.Stored("folder/", []),
            .. Archives.StoredWithDescriptor("__MACOSX/._a.jpg", [1, 2, 3]),
            .. Archives.Stored("text.jpg", "hello"u8.ToArray()),
            .. Archives.Stored("large.jpg", TestPictures.Jpeg("x", 300_000)),
            .. bomb,
            .. Archives.Stored("fine.jpg", TestPictures.Jpeg("cat")),
            .. Archives.End,
        ];

        Assert.Equal(
            [
                "secret.jpg entry-encrypted", "secret2.jpg entry-encrypted", "empty.jpg entry-empty", "inner.zip entry-is-archive", "lzma.jpg entry-compression",
                "wrong.jpg entry-damaged", "noise.jpg entry-damaged", "text.jpg unsupported-media-type", "large.jpg entry-too-large", "bomb.tif entry-bomb",
                "fine.jpg ok 10",
            ],
            await ReadAsync(archive, uploadMax: 200_000_000, largeMax: 250_000));
    }

    [Fact]
    public async Task An_archive_that_unpacks_to_too_much_ends_there()
    {
        var archive = Archives.Sought(CompressionLevel.Fastest, Files);

        Assert.Equal(["a.jpg ok 5010", "below/b.png ok 12", "! payload-too-large"], await ReadAsync(archive, unpackedMax: 60_000));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression, true)]
    [InlineData(CompressionLevel.Fastest, true)]
    [InlineData(CompressionLevel.Fastest, false)]
    public async Task An_archive_that_is_cut_anywhere_says_so_behind_the_files_that_were_whole(CompressionLevel level, bool streamed)
    {
        var archive = streamed ? Archives.Streamed(level, Files[..2]) : Archives.Sought(level, Files[..2]);
        var contents = archive.AsSpan().IndexOf("PK\u0001\u0002"u8);
        for (var length = 4; length < contents + 4; length += 5)
        {
            var read = await ReadAsync(archive[..length]);

            Assert.Equal("! archive-cut", read[^1]);
            Assert.All(read.SkipLast(1), entry => Assert.Contains(" ok ", entry, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task No_noise_in_an_archive_leads_to_anything_but_typed_errors()
    {
        var archives = new[]
        {
            Archives.Sought(CompressionLevel.Fastest, Files), Archives.Streamed(CompressionLevel.Fastest, Files),
            Archives.Streamed(CompressionLevel.NoCompression, Files), [.. Archives.Stored("x.jpg", TestPictures.Jpeg("x"), flags: 1), .. Archives.End],
        };
        var change = Gen.Select(Gen.Int[0, 6_000], Gen.Byte);
        await Gen.Select(Gen.Int[0, 3], change.Array[1, 8], Gen.Int[0, 200_000]).SampleAsync(async (which, changes, cut) =>
        {
            var noisy = (byte[])archives[which].Clone();
            foreach (var (at, value) in changes)
            {
                noisy[at % noisy.Length] = value;
            }

            await ReadAsync(noisy[..Math.Min(noisy.Length, Math.Max(4, cut))], unpackedMax: 10_000_000);
        }, iter: 3_000);
    }

    /// <returns>A line an entry; a last one with a mark of exclamation for the error that ended it.</returns>
    private static async Task<List<string>> ReadAsync(
        byte[] archive, int step = int.MaxValue, long unpackedMax = 1 << 30, int uploadMax = 10_000_000, int largeMax = 10_000_000)
    {
        var read = new List<string>();
        using var reader = Open(archive, step, unpackedMax, Math.Min(uploadMax, largeMax));
        try
        {
            while (await reader.NextAsync(Token) is { } entry)
            {
                read.Add($"{entry.Name} {(entry.Picture is { } picture ? $"ok {picture.Bytes.Length}" : entry.Error!.Code)}");
                entry.Dispose();
            }
        }
        catch (ArchiveException exception)
        {
            read.Add($"! {exception.Kind.Code}");
        }

        return read;
    }

    private static ZipReader Open(byte[] archive, int step, long unpackedMax = 1 << 30, int uploadMax = 10_000_000)
    {
        var limits = Options.Create(new LimitOptions { BatchUnpackedBytesMax = unpackedMax, UploadBytesMax = uploadMax });
        return new(new ForwardInput(new SteppedStream(archive, step)), new EntryReader(new UploadBudget(limits), limits));
    }

    /// <summary>Gives at most so many bytes at once, as a network does.</summary>
    private sealed class SteppedStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, step)], cancellationToken);
    }
}
