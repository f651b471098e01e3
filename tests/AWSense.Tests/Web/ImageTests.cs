using System.Net;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

public sealed class ImageTests
{
    [Theory]
    [InlineData("cat.jpg", "cat.jpg")]
    [InlineData("köpfchen.jpg", "UTF-8''k%C3%B6pfchen.jpg")]
    [InlineData("a\u0001b.jpg", "a_b.jpg")]
    [InlineData("<script>.html", "script")]
    public async Task A_picture_is_served_as_what_it_is_and_runs_nowhere(string fileName, string expected)
    {
        await using var host = await WebHost.StartAsync();
        var picture = TestPictures.Png("cat");
        var sent = await RawHttp.SendAsync(host.Address, RawHttp.Form("myfile", fileName, picture));
        Assert.Equal(200, sent.Status);

        using var response = await host.GetAsync($"/v1/images/{host.Backend.Queue.Sent.Single().Request.Id}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(picture, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("image/png", response.Content.Headers.ContentType?.ToString());
        Assert.Contains(expected, response.Content.Headers.GetValues("Content-Disposition").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
