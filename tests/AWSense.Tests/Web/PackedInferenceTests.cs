using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

/// <summary>Inferences whose bodies are packed: what they unpack to is bounded, whatever was sent.</summary>
public sealed class PackedInferenceTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_bomb_is_refused_at_the_bound_of_what_it_unpacks_to_and_its_memory_is_given_back(string encoding)
    {
        await using var host = await WebHost.StartAsync(("Inference:BodyBytesMax", "1048576"), ("Limits:UploadBytesInMemoryMax", "4194304"));
        var bomb = Pack(new byte[64 * 1024 * 1024], encoding);
        Assert.True(bomb.Length < 200_000);

        for (var round = 0; round < 5; round++)
        {
            await AssertErrorAsync(host, bomb, encoding, HttpStatusCode.RequestEntityTooLarge);
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task What_isnt_packed_as_it_says_is_400(string encoding)
    {
        await using var host = await WebHost.StartAsync();
        var picture = Convert.ToBase64String(TestPictures.Jpeg("cat"));
        var json = $$$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{{picture}}}"]}]}""";
        var packed = Pack(Encoding.UTF8.GetBytes(json), encoding);

        await AssertErrorAsync(host, Encoding.UTF8.GetBytes(json), encoding, HttpStatusCode.BadRequest);
        await AssertErrorAsync(host, packed[..(packed.Length / 2)], encoding, HttpStatusCode.BadRequest);
        await AssertErrorAsync(host, [], encoding, HttpStatusCode.BadRequest);
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip, gzip")]
    public async Task Other_ways_to_pack_are_415(string encoding)
    {
        await using var host = await WebHost.StartAsync();

        await AssertErrorAsync(host, [1, 2, 3], encoding, HttpStatusCode.UnsupportedMediaType);
    }

    /// <summary>As Python's gzip.compress and zlib.compress do; HTTP's deflate is the latter.</summary>
    internal static byte[] Pack(byte[] bytes, string encoding)
    {
        var packed = new MemoryStream();
        using (Stream stream = encoding == "gzip" ? new GZipStream(packed, CompressionLevel.Optimal) : new ZLibStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return packed.ToArray();
    }

    private static async Task AssertErrorAsync(WebHost host, byte[] body, string encoding, HttpStatusCode status)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/octet-stream");
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await host.Client.PostAsync("/v2/models/small/infer", content, TestContext.Current.CancellationToken);

        var text = await response.TextAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("error", Assert.Single(JsonDocument.Parse(text).RootElement.EnumerateObject()).Name);
    }
}
