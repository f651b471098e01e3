using System.Net;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

public sealed class LimitTests
{
    private const string Small = "4096";

    [Theory]
    [InlineData(false, 5000)]    // a little too large: read, then refused
    [InlineData(false, 200_000)] // refused by its Content-Length
    [InlineData(true, 5000)]
    [InlineData(true, 200_000)]  // chunked: refused on the way
    public async Task Too_large_a_body_is_413(bool chunked, int bytes)
    {
        await using var host = await WebHost.StartAsync(("Limits:UploadBytesMax", Small));
        using HttpContent content = chunked
            ? new StreamContent(new UnseekableStream(TestPictures.Jpeg("cat", bytes)))
            : new ByteArrayContent(TestPictures.Jpeg("cat", bytes));

        using var response = await host.Client.PostAsync("/v1/classify", content, TestContext.Current.CancellationToken);

        await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "payload-too-large");
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(40_000)]
    [InlineData(200_000)]
    public async Task Too_large_a_file_in_a_form_is_413(int bytes)
    {
        await using var host = await WebHost.StartAsync(("Limits:UploadBytesMax", Small));

        var response = await RawHttp.SendAsync(host.Address, RawHttp.Form("myfile", "test_0.JPEG", TestPictures.Jpeg("cat", bytes)));

        Assert.Equal(413, response.Status);
    }

    [Fact]
    public async Task A_file_of_exactly_the_limit_passes()
    {
        await using var host = await WebHost.StartAsync(("Limits:UploadBytesMax", Small));
        var picture = TestPictures.Jpeg("cat", 4096 - TestPictures.Jpeg("cat").Length);

        var response = await RawHttp.SendAsync(host.Address, RawHttp.Form("myfile", "test_0.JPEG", picture));

        Assert.Equal(4096, picture.Length);
        Assert.Equal(200, response.Status);
    }

    [Fact]
    public async Task Uploads_beyond_the_memory_of_all_are_503_and_the_memory_comes_back()
    {
        await using var host = await WebHost.StartAsync(("Limits:UploadBytesInMemoryMax", "1048576"));

        using var refused = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat", 3_000_000));
        await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too-busy");
        for (var turn = 0; turn < 20; turn++)
        {
            using var taken = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat", 200_000));
            Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        }
    }

    [Fact]
    public async Task One_waiter_too_many_is_503()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Limits:WaitersMax", "1"));
        var first = host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        await Eventually.HoldsAsync(() => host.Router.Count == 1);

        using var second = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        await second.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too-busy");
        await host.Worker.StartAsync();
        using var answered = await first;
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
    }

    [Fact]
    public async Task A_full_queue_a_full_archive_and_a_lost_broker_are_503()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();

        host.Backend.Queue.DepthMax = 0;
        using var full = await host.PostAsync("/", Array.Empty<byte>());
        using var fullQueue = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        await fullQueue.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too-busy");
        host.Backend.Queue.Unreachable = true;
        using var lost = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"));
        await lost.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        host.Backend.Archive.FullReason = "Under 1 GiB is free.";
        using var fullArchive = await host.PostAsync("/v1/jobs", TestPictures.Jpeg("cat"));
        await fullArchive.ProblemAsync(HttpStatusCode.ServiceUnavailable, "storage-full");

        Assert.Equal(0, host.Router.Count);
    }

    private sealed class UnseekableStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override bool CanSeek => false;
    }
}
