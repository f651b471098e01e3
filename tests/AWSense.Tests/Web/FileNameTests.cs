using System.Net;
using System.Text;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Tests.Web;

public sealed class FileNameTests
{
    [Fact]
    public async Task A_picture_lies_under_its_file_name_and_its_label_under_the_stem()
    {
        await using var host = await StartAsync();

        await UploadAsync(host, "test_0.JPEG", "custard apple");

        Assert.Equal(TestPictures.Jpeg("custard apple"), host.Backend.Named.Objects[(NamedKind.Input, "test_0.JPEG")]);
        Assert.Equal("custard apple", ResultOf(host, "test_0"));
        Assert.Equal(2, host.Backend.Named.Objects.Count);
        Assert.Equal(2, host.Backend.Archive.Objects.Count); // the record is as ever
    }

    [Fact]
    public async Task Of_two_with_one_name_the_later_stands_there_and_both_are_in_the_archive()
    {
        await using var host = await StartAsync();
        await UploadAsync(host, "a.jpg", "cat");

        await UploadAsync(host, "a.jpg", "dog");

        Assert.Equal(TestPictures.Jpeg("dog"), host.Backend.Named.Objects[(NamedKind.Input, "a.jpg")]);
        Assert.Equal("dog", ResultOf(host, "a"));
        Assert.Equal(["cat", "dog"], host.Backend.Archive.Objects
            .Where(pair => pair.Key.Kind == ObjectKind.Result)
            .Select(pair => ResultJson.DeserializeResult(pair.Value).Labels[0].Label).Order());
        Assert.Equal(2, host.Backend.Archive.Objects.Keys.Count(key => key.Kind == ObjectKind.Input));
    }

    [Fact]
    public async Task A_label_never_stands_beside_another_picture()
    {
        await using var host = await StartAsync();
        var layout = host.Services.GetRequiredService<FileNameLayout>();
        await UploadAsync(host, "a.jpg", "cat");
        var first = Assert.Single(await host.Backend.Jobs.ListAsync(null, null, 10, TestContext.Current.CancellationToken));
        host.Worker.Fails = _ => new("image-unreadable", "As the script says.");

        await UploadAsync(host, "a.jpg", "unreadable", HttpStatusCode.UnprocessableEntity);
        await PlaceResultAsync(host, layout, first); // a worker that was late

        Assert.Equal(TestPictures.Jpeg("unreadable"), host.Backend.Named.Objects[(NamedKind.Input, "a.jpg")]);
        Assert.False(host.Backend.Named.Objects.ContainsKey((NamedKind.Result, "a")));
    }

    [Theory]
    [InlineData("../../etc/passwd.jpg", "passwd.jpg", "passwd")]
    [InlineData("C:\\pictures\\cat.jpg", "cat.jpg", "cat")]
    [InlineData("a.b.c", "a.b.c", "a")]
    [InlineData("cat", "cat", "cat")]
    [InlineData("..", null, null)]
    [InlineData(".hidden", null, null)]
    [InlineData("a/", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    [InlineData("a\nb.jpg", null, null)]
    public void A_name_leads_nowhere(string? fileName, string? input, string? result)
    {
        var keys = FileNameLayout.KeysOf(fileName);

        Assert.Equal((input, result), (keys?.Input, keys?.Result));
        Assert.Null(FileNameLayout.KeysOf(new string('ü', 101)));
    }

    [Fact]
    public async Task A_name_that_cannot_be_written_costs_no_answer()
    {
        await using var host = await StartAsync();
        host.Backend.Named.Broken = true;
        host.Worker.Settled = _ => Task.CompletedTask;

        await UploadAsync(host, "a.jpg", "cat");
    }

    [Fact]
    public async Task It_is_off_by_default()
    {
        await using var host = await WebHost.StartAsync();

        await UploadAsync(host, "a.jpg", "cat");

        Assert.Empty(host.Backend.Named.Objects);
    }

    [Fact]
    public async Task An_answer_from_the_cache_is_placed_too()
    {
        await using var host = await StartAsync(("Cache:Enabled", "true"));
        host.Worker.Keeps = "";
        using var first = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        await UploadAsync(host, "a.jpg", "cat", path: "/v1/classify");

        Assert.Single(host.Backend.Queue.Sent);
        Assert.Equal("cat", ResultOf(host, "a"));
    }

    /// <summary>The scripted worker stands for a real one, which does this in its delivery.</summary>
    private static async Task<WebHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var host = await WebHost.StartAsync([.. settings, ("Archive:Layout", "file-name")]);
        var layout = host.Services.GetRequiredService<FileNameLayout>();
        host.Worker.Settled = async result => await layout.PlaceResultAsync(
            await host.Backend.Jobs.FindAsync(result.Id, CancellationToken.None), result, CancellationToken.None);
        return host;
    }

    private static async Task PlaceResultAsync(WebHost host, FileNameLayout layout, JobRecord job)
    {
        var result = ResultJson.DeserializeResult(host.Backend.Archive.Objects[ObjectKey.Result(job.Id)]);
        Assert.Equal(RequestState.Succeeded, result.State);
        await layout.PlaceResultAsync(job, result, TestContext.Current.CancellationToken);
    }

    private static async Task UploadAsync(WebHost host, string name, string label, HttpStatusCode status = HttpStatusCode.OK, string path = "/")
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TestPictures.Jpeg(label)), "myfile", name } };
        using var response = await host.Client.PostAsync(path, form, TestContext.Current.CancellationToken);
        Assert.Equal(status, response.StatusCode);
    }

    private static string ResultOf(WebHost host, string stem) => Encoding.UTF8.GetString(host.Backend.Named.Objects[(NamedKind.Result, stem)]);
}
