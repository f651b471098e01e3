using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using AWSense.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AWSense.Tests.Web;

/// <summary>Pictures that are named by URL.</summary>
public sealed class FetchTests
{
    [Fact]
    public async Task A_picture_is_fetched_named_and_answered_and_nothing_of_ours_goes_along()
    {
        await using var source = await PictureSource.StartAsync();
        await using var host = await StartAsync();

        using var response = await ClassifyAsync(host, $"{source.Url}/folder/red%20panda.png?size=large#top");

        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.TextAsync());
        Assert.Equal("red panda", (await response.JsonAsync()).GetProperty("labels")[0].GetProperty("label").GetString());
        var headers = source.Requests.Single();
        Assert.Equal(["Host", "User-Agent"], headers.Order(StringComparer.Ordinal));
        var job = await host.Backend.Jobs.FindAsync(host.Backend.Queue.Sent.Single().Request.Id, CancellationToken.None);
        Assert.Equal("red panda.png", job!.FileName);
    }

    [Theory]
    [InlineData("/redirect/3", HttpStatusCode.OK, "")]
    [InlineData("/redirect/4", HttpStatusCode.UnprocessableEntity, "fetch-failed")]
    [InlineData("/elsewhere", HttpStatusCode.BadRequest, "url-not-allowed")]
    [InlineData("/missing", HttpStatusCode.UnprocessableEntity, "fetch-failed")]
    [InlineData("/large", HttpStatusCode.RequestEntityTooLarge, "payload-too-large")]
    [InlineData("/endless", HttpStatusCode.RequestEntityTooLarge, "payload-too-large")]
    [InlineData("/page", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type")]
    [InlineData("/slow", HttpStatusCode.UnprocessableEntity, "fetch-failed")]
    [InlineData("/cut", HttpStatusCode.UnprocessableEntity, "fetch-failed")]
    public async Task What_is_behind_a_URL_is_told_in_words(string path, HttpStatusCode status, string code)
    {
        await using var source = await PictureSource.StartAsync();
        await using var host = await StartAsync(("Fetch:Timeout", "00:00:01.5"));

        using var response = await ClassifyAsync(host, source.Url + path);

        if (status == HttpStatusCode.OK)
        {
            Assert.True(response.StatusCode == HttpStatusCode.OK, await response.TextAsync());
            return;
        }

        await response.ProblemAsync(status, code);
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9999/a.jpg")]
    [InlineData("http://localhost:9999/a.jpg")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://name:secret@example.com/a.jpg")]
    [InlineData("gopher://example.com/")]
    [InlineData("a.jpg")]
    [InlineData("")]
    public async Task A_URL_that_leads_inside_or_says_too_much_is_refused(string url)
    {
        await using var host = await WebHost.StartAsync(("Fetch:Enabled", "true"), ("Fetch:Targets:AllowHttp", "true"));

        using var response = await ClassifyAsync(host, url);

        await response.ProblemAsync(HttpStatusCode.BadRequest, "url-not-allowed");
    }

    [Fact]
    public async Task A_picture_comes_in_one_way_only()
    {
        await using var host = await StartAsync();

        using var response = await host.Client.PostAsync(
            "/v1/classify", JsonContent.Create(new { url = "https://example.com/", base64 = "AAAA" }), TestContext.Current.CancellationToken);

        await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public async Task Fetches_at_once_are_bounded()
    {
        await using var source = await PictureSource.StartAsync();
        await using var host = await StartAsync(("Fetch:ConcurrentMax", "1"));
        var first = ClassifyAsync(host, $"{source.Url}/slow");
        await Eventually.HoldsAsync(() => !source.Requests.IsEmpty);

        using var second = await ClassifyAsync(host, $"{source.Url}/cat.png");

        await second.ProblemAsync(HttpStatusCode.ServiceUnavailable, "too-busy");
        source.GoOn();
        using var answered = await first;
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        using var third = await ClassifyAsync(host, $"{source.Url}/cat.png");
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    private static Task<WebHost> StartAsync(params (string Key, string Value)[] settings) => WebHost.StartAsync(
        [
            ("Fetch:Enabled", "true"),
            ("Fetch:Targets:AllowHttp", "true"),
            ("Fetch:Targets:AllowNetworks:0", "127.0.0.0/8"),
            ("Fetch:Targets:AllowNetworks:1", "::1/128"),
            ("Limits:UploadBytesMax", "4096"),
            .. settings,
        ]);

    private static Task<HttpResponseMessage> ClassifyAsync(WebHost host, string url) =>
        host.Client.PostAsync("/v1/classify", JsonContent.Create(new { url }), TestContext.Current.CancellationToken);

    /// <summary>A site with pictures, good and bad.</summary>
    private sealed class PictureSource : IAsyncDisposable
    {
        private readonly WebApplication application;
        private readonly TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private PictureSource(WebApplication application) => this.application = application;

        public string Url => application.Urls.First();

        /// <summary>The names of the headers of each request.</summary>
        public ConcurrentQueue<string[]> Requests { get; } = new();

        public static async Task<PictureSource> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var application = builder.Build();
            var source = new PictureSource(application);
            application.Run(source.AnswerAsync);
            await application.StartAsync();
            return source;
        }

        /// <summary>Lets the slow picture come.</summary>
        public void GoOn() => goOn.TrySetResult();

        public ValueTask DisposeAsync()
        {
            GoOn();
            return application.DisposeAsync();
        }

        private async Task AnswerAsync(HttpContext context)
        {
            Requests.Enqueue([.. context.Request.Headers.Keys]);
            var response = context.Response;
            switch (context.Request.Path.Value!.Split('/')[1])
            {
                case "redirect":
                    var left = context.Request.Path.Value[^1] - '0';
                    response.Redirect(left == 1 ? "/cat.png" : $"/redirect/{left - 1}");
                    break;
                case "elsewhere":
                    response.Redirect($"http://localhost:{context.Connection.LocalPort}/cat.png");
                    break;
                case "missing":
                    response.StatusCode = 404;
                    break;
                case "large":
                    response.ContentLength = 5000;
                    await response.Body.WriteAsync(TestPictures.Jpeg("cat", 5000).AsMemory(0, 5000), context.RequestAborted);
                    break;
                case "endless":
                    await response.Body.WriteAsync(TestPictures.Jpeg("cat", 50_000), context.RequestAborted);
                    break;
                case "page":
                    response.ContentType = "image/png";
                    await response.WriteAsync("<html>", context.RequestAborted);
                    break;
                case "cut":
                    response.ContentLength = 1000;
                    await response.Body.WriteAsync(TestPictures.Jpeg("cat"), context.RequestAborted);
                    await response.Body.FlushAsync(context.RequestAborted);
                    context.Abort();
                    break;
                case "slow":
                    await goOn.Task;
                    goto default;
                default:
                    await response.Body.WriteAsync(TestPictures.Png("red panda"), context.RequestAborted);
                    break;
            }
        }
    }
}
