using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Tests.Aws.Support;

/// <summary>A small server that answers as AWS documents it, and as a test says: what no other server here does.</summary>
internal sealed class AwsStandIn : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ConcurrentQueue<Answer> answers = new();

    private AwsStandIn(WebApplication application) => this.application = application;

    public Uri Address => new(application.Urls.First());

    /// <summary>What was asked, oldest first.</summary>
    public ConcurrentQueue<IReadOnlyDictionary<string, string>> Forms { get; } = new();

    /// <summary>The metadata service's values by path; those that are absent are 404.</summary>
    public ConcurrentDictionary<string, string> Metadata { get; } = new();

    /// <summary>The metadata token that counts; another is 401.</summary>
    public string Token { get; set; } = "token-1";

    /// <summary>How often a metadata token was asked for.</summary>
    public int Tokens { get; private set; }

    public static async Task<AwsStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var server = new AwsStandIn(application);
        application.MapPut("/latest/api/token", server.TokenOf);
        application.MapGet("/latest/meta-data/{**path}", server.MetadataOf);
        application.MapPost("/", server.AnswerAsync);
        await application.StartAsync();
        return server;
    }

    /// <summary>What is answered next; when nothing is left, a success.</summary>
    public void Enqueue(int status, string code, string message = "as told") => answers.Enqueue(new(
        status, $"<ErrorResponse xmlns=\"http://autoscaling.amazonaws.com/doc/2011-01-01/\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"));

    public void EnqueueBody(int status, string body) => answers.Enqueue(new(status, body));

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var form = QueryHelpers.ParseQuery(await new StreamReader(request.Body).ReadToEndAsync());
        Forms.Enqueue(form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString()));
        var answer = answers.TryDequeue(out var next) ? next : new(200, $"<{form["Action"]}Response><ResponseMetadata/></{form["Action"]}Response>");
        return Results.Text(answer.Body, "text/xml", statusCode: answer.Status);
    }

    private IResult TokenOf(HttpRequest request)
    {
        Tokens++;
        return request.Headers.ContainsKey("X-aws-ec2-metadata-token-ttl-seconds") ? Results.Text(Token) : Results.StatusCode(400);
    }

    private IResult MetadataOf(HttpRequest request, string path) =>
        request.Headers["X-aws-ec2-metadata-token"] != Token ? Results.StatusCode(401)
        : Metadata.TryGetValue(path, out var value) ? Results.Text(value)
        : Results.NotFound();

    private sealed record Answer(int Status, string Body);
}
