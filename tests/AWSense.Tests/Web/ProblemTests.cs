using System.Net;
using AWSense.Tests.Fakes;

namespace AWSense.Tests.Web;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("/nothing/here")]
    [InlineData("/v1/jobs/not-an-id")]
    [InlineData("/v1/images/not-an-id")]
    public async Task What_is_not_there_is_404(string path)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.GetAsync(path);

        await response.ProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_wrong_method_is_405_with_those_that_are_allowed()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.SendAsync(HttpMethod.Delete, "/v1/classify", null);

        await response.ProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_failure_of_ours_is_500_without_its_innards()
    {
        await using var host = await WebHost.StartAsync();
        host.Backend.Queue.Sending = _ => throw new NotSupportedException("/secret/path");

        using var response = await host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));

        var problem = await response.ProblemAsync(HttpStatusCode.InternalServerError, "internal-error");
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("state=sleeping")]
    [InlineData("before=cat")]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("limit=x")]
    public async Task A_list_that_cannot_be_asked_for_is_400(string query)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.GetAsync($"/v1/jobs?{query}");

        await response.ProblemAsync(HttpStatusCode.BadRequest, "malformed-request");
    }

    [Fact]
    public async Task A_service_that_is_about_to_end_answers_who_waits()
    {
        await using var host = await WebHost.StartWithoutWorkerAsync();
        var asking = host.PostAsync("/v1/classify", TestPictures.Jpeg("cat"));
        await Eventually.HoldsAsync(() => host.Backend.Queue.Sent.Count == 1);

        var stopping = host.StopAsync();
        await host.Worker.StartAsync();

        using var answer = await asking;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await stopping;
        Assert.Equal(0, host.Backend.Responses.OpenCount);
    }
}
