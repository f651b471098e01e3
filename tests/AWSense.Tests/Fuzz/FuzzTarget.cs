using System.IO.Compression;
using System.Text;
using AWSense.Core.Limits;
using AWSense.Scaling.Policies;
using AWSense.Tests.Fakes;
using AWSense.Tests.Web.Batches;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;
using AWSense.Web.Batches;
using AWSense.Web.Batches.Zip;
using AWSense.Web.Uploads;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using NetVips;
using FormReader = AWSense.Web.Batches.FormReader;

namespace AWSense.Tests.Fuzz;

/// <summary>A reader of what strangers send.</summary>
/// <param name="Name">As <c>scripts/fuzz</c> tells it.</param>
/// <param name="Seeds">Good inputs, to begin with.</param>
/// <param name="ReadAsync">Reads an input and tells in a word what came of it. It throws nothing, whatever the input.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, Func<byte[], Task<string>> ReadAsync)
{
    private const string Boundary = "edge";

    private static readonly LimitOptions Limits = new() { UploadBytesMax = 1 << 20, BatchUnpackedBytesMax = 1 << 24 };

    private static readonly Lazy<ModelManifest> Model = new(() => InstalledModels.Open(Path.Combine(AppContext.BaseDirectory, "models")).All
        .Select(model => model.Manifest).OfType<ModelManifest>().First());

    private static readonly Lazy<PictureDecoder> Decoder = new(() => new(pixelsMax: 4_000_000));

    /// <summary>All of them; a new one is a line here.</summary>
    public static IReadOnlyDictionary<string, Func<FuzzTarget>> All { get; } = new Dictionary<string, Func<FuzzTarget>>(StringComparer.Ordinal)
    {
        ["decoder"] = () => new("decoder", Pictures(), Decode),
        ["zip"] = () => new("zip", Zips(), bytes => ReadAllAsync(new ZipReader(new ForwardInput(new MemoryStream(bytes)), Entries()))),
        ["multipart"] = () => new("multipart", [Form(Zips()[0]), Form(TestPictures.Jpeg("a"))], bytes =>
            ReadAllAsync(new FormReader(new MultipartReader(Boundary, new MemoryStream(bytes)), Entries()))),
        ["inference"] = InferenceTarget.Create,
        ["policy"] = () => new("policy", Policies(), bytes => Task.FromResult(PolicyFile.Read(Encoding.UTF8.GetString(bytes)) is { Policy: not null } ? "policy" : "problems")),
    };

    private static Task<string> Decode(byte[] bytes)
    {
        var preprocessing = Model.Value.Preprocessing;
        var outcome = Decoder.Value.Decode(bytes, preprocessing, new byte[preprocessing.PixelBytes]);
        return Task.FromResult(outcome.Error?.Code ?? $"{outcome.Image!.Format} {outcome.Image.Width > outcome.Image.Height}");
    }

    private static EntryReader Entries() => new(new UploadBudget(Options.Create(Limits)), Options.Create(Limits));

    private static async Task<string> ReadAllAsync(IBatchSource reader)
    {
        using var closing = reader;
        var (count, last) = (0, "");
        try
        {
            while (await reader.NextAsync(TestContext.Current.CancellationToken) is { } entry)
            {
                (count, last) = (count + 1, entry.Error?.Code ?? "ok");
                entry.Dispose();
            }
        }
        catch (ArchiveException exception)
        {
            last = exception.Kind.Code;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            last = exception.GetType().Name; // what the endpoint answers with 400
        }

        return $"{Math.Min(count, 4)} {last}";
    }

    private static List<byte[]> Pictures()
    {
        using var picture = Image.Gaussnoise(48, 40).Bandjoin(Image.Gaussnoise(48, 40), Image.Gaussnoise(48, 40)).Cast(Enums.BandFormat.Uchar);
        return [.. new[] { ".jpg", ".png", ".webp", ".gif", ".tif", ".avif" }.Select(format => picture.WriteToBuffer(format)),
            File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "coffee.jpg"))];
    }

    private static byte[][] Zips() =>
    [
        Archives.Sought(CompressionLevel.Fastest, ("a.jpg", TestPictures.Jpeg("cat", 300)), ("below/b.png", TestPictures.Png("dog"))),
        Archives.Streamed(CompressionLevel.Fastest, ("a.jpg", TestPictures.Jpeg("cat", 300)), ("b.png", TestPictures.Png("dog"))),
        [.. Archives.StoredWithDescriptor("c.jpg", TestPictures.Jpeg("cow")), .. Archives.Stored("d.jpg", TestPictures.Jpeg("owl")), .. Archives.End],
    ];

    private static byte[] Form(byte[] file) =>
    [
        .. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\n"), .. file,
        .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b.jpg\"\r\n\r\n"), .. TestPictures.Jpeg("bee"),
        .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n"),
    ];

    private static List<byte[]> Policies() =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "policies"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
}
