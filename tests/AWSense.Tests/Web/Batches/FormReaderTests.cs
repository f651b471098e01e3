using System.IO.Compression;
using System.Text;
using AWSense.Core.Limits;
using AWSense.Tests.Fakes;
using AWSense.Web.Batches;
using AWSense.Web.Uploads;
using CsCheck;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using FormReader = AWSense.Web.Batches.FormReader;

namespace AWSense.Tests.Web.Batches;

public sealed class FormReaderTests
{
    private const string Boundary = "edge";

    private static readonly (string Name, byte[] Bytes)[] Files =
        [("a.jpg", TestPictures.Jpeg("cat", 3000)), ("b.zip", Archives.Streamed(CompressionLevel.Fastest, ("in.png", TestPictures.Png("dog")))), ("c.png", TestPictures.Png("cow"))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_and_those_of_archives_among_them_come_in_their_order() =>
        Assert.Equal(["a.jpg", "in.png", "c.png"], await ReadAsync(Form(Files)));

    [Fact]
    public async Task A_form_that_is_cut_anywhere_says_so_behind_the_files_that_were_whole()
    {
        var form = Form(Files);
        for (var length = 0; length < form.Length - 4; length += 7)
        {
            var read = await ReadAsync(form[..length]);

            Assert.StartsWith("!", read[^1], StringComparison.Ordinal);
            Assert.Equal(new[] { "a.jpg", "in.png", "c.png" }.Take(read.Count - 1), read.SkipLast(1));
        }
    }

    [Fact]
    public async Task No_noise_in_a_form_leads_to_anything_but_typed_errors()
    {
        var form = Form(Files);
        await Gen.Select(Gen.Select(Gen.Int[0, form.Length - 1], Gen.Byte).Array[1, 12], Gen.Int[0, form.Length]).SampleAsync(async (changes, cut) =>
        {
            var noisy = (byte[])form.Clone();
            foreach (var (at, value) in changes)
            {
                noisy[at] = value;
            }

            await ReadAsync(noisy[..cut]);
        }, iter: 3_000);
    }

    private static byte[] Form((string Name, byte[] Bytes)[] files) =>
    [
        .. files.SelectMany(file => (byte[])
        [
            .. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file.Name}\"\r\n\r\n"), .. file.Bytes, .. "\r\n"u8,
        ]),
        .. Encoding.UTF8.GetBytes($"--{Boundary}--\r\n"),
    ];

    /// <returns>The names; a last one with a mark of exclamation for an error that ended it. Any other failure is thrown.</returns>
    private static async Task<List<string>> ReadAsync(byte[] form)
    {
        var limits = Options.Create(new LimitOptions());
        var names = new List<string>();
        using var reader = new FormReader(new MultipartReader(Boundary, new MemoryStream(form)), new EntryReader(new UploadBudget(limits), limits));
        try
        {
            while (await reader.NextAsync(Token) is { } entry)
            {
                names.Add(entry.Name);
                entry.Dispose();
            }
        }
        catch (Exception exception) when (exception is ArchiveException or InvalidDataException or IOException)
        {
            names.Add($"!{exception.Message}");
        }

        return names;
    }
}
