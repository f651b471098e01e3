using System.Net;
using AWSense.Core.Results;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

/// <summary><c>POST /</c> as the workload generators send it.</summary>
public sealed class LegacyTests
{
    [Theory]
    [InlineData("myfile", "test_0.JPEG", "custard apple")]
    [InlineData("inputFile", "test_0.JPEG", "test_0:custard apple")]
    [InlineData("inputFile", "my holiday photo.jpg", "my holiday photo:custard apple")]
    [InlineData("inputFile", "archive.tar.jpg", "archive:custard apple")]
    [InlineData("inputFile", "köpfchen_猫.JPEG", "köpfchen_猫:custard apple")]
    [InlineData("inputFile", "noextension", "noextension:custard apple")]
    public async Task Each_old_client_gets_its_exact_bytes(string field, string fileName, string expected)
    {
        await using var host = await WebHost.StartAsync();

        var response = await RawHttp.SendAsync(host.Address, RawHttp.Form(field, fileName, TestPictures.Jpeg("custard apple")));

        Assert.Equal(200, response.Status);
        Assert.Equal(expected, response.Text);
        Assert.Contains("\r\nContent-Type: text/plain", response.Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_uploads_of_one_name_each_get_their_own_answer()
    {
        await using var host = await WebHost.StartAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(number =>
            RawHttp.SendAsync(host.Address, RawHttp.Form("inputFile", "test_0.JPEG", TestPictures.Jpeg($"label {number}")))));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"test_0:label {number}"), responses.Select(response => response.Text));
        Assert.Equal(0, host.Router.Count);
    }

    [Fact]
    public async Task An_overrun_is_504_with_an_id_that_leads_to_a_durable_job()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync(("Web:LegacyWait", "00:00:00.05"));

        using var response = await host.Client.PostAsync("/", Form("myfile", TestPictures.Jpeg("cat")), TestContext.Current.CancellationToken);

        var problem = await response.ProblemAsync(HttpStatusCode.GatewayTimeout, "timeout");
        var id = problem.GetProperty("job_id").GetString();
        Assert.Contains(id!, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, host.Backend.Queue.DurableCount);
        Assert.True(host.Backend.Archive.IsDurable(host.Backend.Archive.Objects.Keys.Single()));
        using var job = await host.GetAsync($"/v1/jobs/{id}");
        Assert.Equal("queued", (await job.JsonAsync()).GetProperty("status").GetString());
        Assert.Equal(0, host.Router.Count);
    }

    [Fact]
    public async Task A_failed_picture_is_never_200()
    {
        await using var host = await WebHost.StartAsync();
        host.Worker.Fails = _ => new(ErrorCodes.ImageUnreadable, "It ends too early.");

        var response = await RawHttp.SendAsync(host.Address, RawHttp.Form("myfile", "test_0.JPEG", TestPictures.Jpeg("cat")));

        Assert.Equal(422, response.Status);
        Assert.Contains("\"image-unreadable\"", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_under_a_pictures_name_is_415_and_the_formats_are_named()
    {
        await using var host = await WebHost.StartAsync();

        var response = await RawHttp.SendAsync(host.Address, RawHttp.Form("myfile", "test_0.JPEG", "not a picture"u8.ToArray()));

        Assert.Equal(415, response.Status);
        Assert.Contains("JPEG, PNG, WebP, GIF, AVIF, TIFF", response.Text, StringComparison.Ordinal);
        Assert.Empty(host.Backend.Queue.Sent);
    }

    [Fact]
    public async Task A_form_without_a_file_is_400()
    {
        await using var host = await WebHost.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("hello"), "myfile" } };

        using var response = await host.Client.PostAsync("/", form, TestContext.Current.CancellationToken);

        await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public async Task A_form_that_ends_too_early_is_400()
    {
        await using var host = await WebHost.StartAsync();
        var content = new ByteArrayContent("--b\r\nContent-Disposition: form-data; name=\"myfile\"; filename=\"a.jpg\"\r\n\r\nabc"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");

        using var response = await host.Client.PostAsync("/", content, TestContext.Current.CancellationToken);

        await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public async Task A_person_at_the_root_is_told_where_things_are()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("/docs", await response.TextAsync(), StringComparison.Ordinal);
    }

    private static MultipartFormDataContent Form(string field, byte[] picture) => new() { { new ByteArrayContent(picture), field, "test_0.JPEG" } };
}
