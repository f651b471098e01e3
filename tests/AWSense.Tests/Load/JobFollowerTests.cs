using System.Net;
using System.Net.Sockets;
using System.Text;
using AWSense.Load.Planning;
using AWSense.Load.Sending;

namespace AWSense.Tests.Load;

/// <summary>How the generator waits for jobs.</summary>
public sealed class JobFollowerTests
{
    private const string Accepted = """{"id":"a","status_url":"/v1/jobs/a","events_url":"/v1/jobs/a/events"}""";
    private const string Ended = """{"id":"a","status":"succeeded","labels":[{"label":"daisy"}]}""";

    [Theory]
    [InlineData("event: running\ndata: {\"id\":\"a\"}\n\n")] // cut before the end was told: it is asked for
    [InlineData("event: succeeded\ndata: " + Ended + "\n\n")] // cut behind it: it is known
    public async Task A_job_whose_events_are_cut_off_is_followed_to_its_end(string events)
    {
        var answer = await FollowAsync(_ => new HttpResponseMessage { Content = new StreamContent(new CutStream(Encoding.UTF8.GetBytes(events))) });

        Assert.Equal("daisy", answer.Label);
    }

    [Fact]
    public async Task A_job_whose_events_cannot_be_asked_for_is_polled()
    {
        var answer = await FollowAsync(_ => throw new HttpRequestException("reset", new SocketException((int)SocketError.ConnectionReset)));

        Assert.Equal("daisy", answer.Label);
    }

    private static async Task<Answer> FollowAsync(Func<HttpRequestMessage, HttpResponseMessage> events)
    {
        using var http = new HttpMessageInvoker(new ScriptedServer(request => request.RequestUri!.AbsolutePath == "/v1/jobs/a/events"
            ? events(request)
            : new(HttpStatusCode.OK) { Content = new StringContent(Ended) }));
        var plan = new LoadPlan { Url = new("http://service/v1/jobs"), Protocol = LoadProtocol.Jobs, Pictures = [], Shape = new ClosedLoad(1) };
        return await new JobFollower(http, plan).FollowAsync(Encoding.UTF8.GetBytes(Accepted), TestContext.Current.CancellationToken);
    }

    private sealed class ScriptedServer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }

    /// <summary>Bytes, and behind them a connection that was reset.</summary>
    private sealed class CutStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The connection was reset.");
    }
}
