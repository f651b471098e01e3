using System.Net;
using System.Text.RegularExpressions;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

/// <summary>The pages as HTTP sees them; how they look and work is seen in a browser by the system tests.</summary>
public sealed partial class PageTests
{
    private const string Browser = "text/html,application/xhtml+xml,*/*;q=0.8";

    [Fact]
    public async Task The_root_is_a_page_for_browsers_text_for_others_and_takes_the_uploads_of_old_clients_from_both()
    {
        await using var host = await WebHost.StartAsync();

        using var page = await host.SendAsync(HttpMethod.Get, "/", null, ("Accept", Browser));
        using var text = await host.SendAsync(HttpMethod.Get, "/", null, ("Accept", "*/*"));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TestPictures.Jpeg("cat")), "myfile", "test_0.JPEG" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = form };
        request.Headers.TryAddWithoutValidation("Accept", Browser);
        using var label = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Equal("text/plain", text.Content.Headers.ContentType?.MediaType);
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (label.StatusCode, label.Content.Headers.ContentType?.MediaType));
        Assert.Equal("cat", await label.TextAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/live")]
    [InlineData("/results")]
    [InlineData("/results/unknown")]
    [InlineData("/dead-letters")]
    [InlineData("/simulate")]
    public async Task A_page_loads_its_own_files_alone_and_takes_nothing(string path)
    {
        await using var host = await WebHost.StartAsync();

        using var page = await host.SendAsync(HttpMethod.Get, path, null, ("Accept", Browser));
        using var post = await host.SendAsync(HttpMethod.Post, path == "/" ? "/live" : path, [], ("Accept", Browser));

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("awsense-page=1; path=/; samesite=strict; httponly", page.Headers.GetValues("Set-Cookie").Single()); // for a load balancer; it says nothing of anybody
        var html = await page.TextAsync();
        Assert.DoesNotMatch(InlineScript(), html);
        var files = Loaded().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.True(files.Count > 6);
        foreach (var file in files)
        {
            using var answer = await host.SendAsync(HttpMethod.Get, file, null, ("Accept-Encoding", "br"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("br", answer.Content.Headers.ContentEncoding.Single());
            Assert.Contains("immutable", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task Who_lacks_a_key_gets_a_page_that_asks_for_it()
    {
        await using var host = await WebHost.StartExposedAsync(new(KeyRequired: true, LoopbackOnly: false));
        var key = host.Keys.Add("tests");

        using var asked = await host.SendAsync(HttpMethod.Get, "/results", null, ("Accept", Browser));
        using var session = await host.SendAsync(HttpMethod.Post, "/v1/session", null, ("Authorization", $"Bearer {key}"));
        var cookie = session.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var page = await host.SendAsync(HttpMethod.Get, "/results", null, ("Accept", Browser), ("Cookie", cookie));
        using var circuit = await host.SendAsync(HttpMethod.Post, "/_blazor/negotiate", [], ("Accept", Browser));

        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
        var html = await asked.TextAsync();
        Assert.Contains("id=\"sign-in\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("blazor.web.js", html, StringComparison.Ordinal);
        foreach (Match file in Loaded().Matches(html))
        {
            using var answer = await host.GetAsync(file.Groups[1].Value);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<h1>Results</h1>", await page.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, circuit.StatusCode);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_open_a_circuit()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.SendAsync(
            HttpMethod.Get, "/_blazor", null, ("Origin", "https://evil.example"), ("Connection", "Upgrade"), ("Upgrade", "websocket"));

        await response.ProblemAsync(HttpStatusCode.Forbidden, "cross-site");
    }

    [GeneratedRegex("""<(?:script|link)[^>]*(?:src|href)="(/assets/[^"]+)""")]
    private static partial Regex Loaded();

    [GeneratedRegex("""<script(?![^>]*\bsrc=)""")]
    private static partial Regex InlineScript();
}
