using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Tests.Aws.Hosting;

/// <summary>A small server that answers as AWS documents what no stand-in enforces: throttling, errors of a batch's entries, receipts that have expired, answers that are lost.</summary>
internal sealed class ScriptedAws : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ScriptedAnswer>> scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> objects = new(StringComparer.Ordinal);
    private readonly WebApplication application;

    private ScriptedAws()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        application = builder.Build();
        application.Run(AnswerAsync);
    }

    public Uri Address => new(application.Urls.First());

    /// <summary>The calls so far: name and body.</summary>
    public ConcurrentQueue<(string Name, JsonNode? Body)> Calls { get; } = new();

    public static async Task<ScriptedAws> StartAsync()
    {
        var server = new ScriptedAws();
        await server.application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>The next answers to a call; when they are used up, it succeeds.</summary>
    public void Script(string name, params ScriptedAnswer[] answers)
    {
        var script = scripts.GetOrAdd(name, _ => new());
        foreach (var answer in answers)
        {
            script.Enqueue(answer);
        }
    }

    public int CountOf(string name) => Calls.Count(call => call.Name == name);

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    /// <summary>A received message.</summary>
    public static ScriptedAnswer Message(string text, string receipt)
    {
        var message = JsonNode.Parse("""{"Attributes":{"ApproximateReceiveCount":"1"}}""")!.AsObject();
        message.Add("MessageId", receipt);
        message.Add("ReceiptHandle", receipt);
        message.Add("MD5OfBody", Md5(Encoding.UTF8.GetBytes(text)));
        message.Add("Body", text);
        return ScriptedAnswer.Ok(new JsonObject { ["Messages"] = new JsonArray(message) }.ToJsonString());
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5351", Justification = "SQS's protocol has it, against damage on the way.")]
    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(bytes));

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Request.Headers.TryGetValue("X-Amz-Target", out var value) ? $"{value}".Split('.')[1] : null;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var json = target is null ? null : JsonNode.Parse(body.ToArray());
        var name = target ?? context.Request.Method;
        Calls.Enqueue((name, json));
        var answer = scripts.TryGetValue(name, out var script) && script.TryDequeue(out var scripted) ? scripted : null;
        if (answer?.Held is { } held)
        {
            await held;
            answer = null;
        }

        if (answer is { After: false, Failed: null })
        {
            await WriteAsync(context, answer);
        }
        else if (target is null)
        {
            await StoreAsync(context, ContentOf(context.Request, body.ToArray()), answer);
        }
        else
        {
            await WriteAsync(context, ScriptedAnswer.Ok(Success(target, json!, answer?.Failed)));
        }
    }

    private static string Success(string target, JsonNode body, FailedEntry? failed) => target switch
    {
        "GetQueueUrl" => $$"""{"QueueUrl":"https://sqs.us-east-1.amazonaws.com/123456789012/{{body["QueueName"]}}"}""",
        _ when body["Entries"] is JsonArray entries => BatchOf(entries, failed).ToJsonString(),
        _ => "{}",
    };

    private static JsonObject BatchOf(JsonArray entries, FailedEntry? failed)
    {
        var (successful, failures) = (new JsonArray(), new JsonArray());
        foreach (var (place, entry) in entries.Index())
        {
            var id = (string)entry!["Id"]!;
            if (place == failed?.Place)
            {
                failures.Add(new JsonObject { ["Id"] = id, ["Code"] = failed.Code, ["Message"] = "It failed.", ["SenderFault"] = failed.SenderFault });
                continue;
            }

            var done = new JsonObject { ["Id"] = id, ["MessageId"] = "m" };
            if (entry["MessageBody"] is { } text)
            {
                done.Add("MD5OfMessageBody", Md5(Encoding.UTF8.GetBytes((string)text!)));
            }

            successful.Add((JsonNode)done);
        }

        return new() { ["Successful"] = successful, ["Failed"] = failures };
    }

    /// <summary>S3 as far as it is needed: conditional writes and reads.</summary>
    private async Task StoreAsync(HttpContext context, byte[] body, ScriptedAnswer? lost)
    {
        var path = context.Request.Path.ToString();
        if (HttpMethods.IsPut(context.Request.Method))
        {
            context.Response.Headers.ETag = ETagOf(body);
            context.Response.StatusCode = Holds(context.Request, objects.GetValueOrDefault(path)) ? 200 : 412;
            if (context.Response.StatusCode == 200)
            {
                objects[path] = body;
            }

            if (lost is not null)
            {
                await WriteAsync(context, lost);
            }

            return;
        }

        context.Response.StatusCode = objects.TryGetValue(path, out var content) ? 200 : 404;
        context.Response.Headers.ETag = ETagOf(content ?? []);
        context.Response.ContentLength = content?.Length;
        await context.Response.Body.WriteAsync(content ?? "<Error><Code>NoSuchKey</Code></Error>"u8.ToArray());
    }

    /// <summary>What is sent in pieces, each behind a line with its length in hexadecimal, put together.</summary>
    private static byte[] ContentOf(HttpRequest request, byte[] body)
    {
        if (!request.Headers.ContainsKey("x-amz-decoded-content-length"))
        {
            return body;
        }

        var content = new List<byte>();
        for (var rest = body.AsSpan(); ;)
        {
            var line = rest.IndexOf("\r\n"u8);
            var length = int.Parse(Encoding.ASCII.GetString(rest[..line]).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                return [.. content];
            }

            content.AddRange(rest.Slice(line + 2, length));
            rest = rest[(line + 2 + length + 2)..];
        }
    }

    /// <summary>Whether a conditional write may take place.</summary>
    private static bool Holds(HttpRequest request, byte[]? present) =>
        request.Headers.ContainsKey("If-None-Match") ? present is null
        : !request.Headers.TryGetValue("If-Match", out var version) || (present is not null && version == ETagOf(present));

    private static string ETagOf(byte[] content) => $"\"{Md5(content)}\"";

    private static async Task WriteAsync(HttpContext context, ScriptedAnswer answer)
    {
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.Body.StartsWith('<') ? "application/xml" : "application/x-amz-json-1.0";
        await context.Response.WriteAsync(answer.Body);
    }
}

/// <summary>What the server says to a call.</summary>
/// <param name="Status">The HTTP status; 0 to cut the connection.</param>
/// <param name="Body">JSON of SQS or XML of S3.</param>
/// <param name="After">Whether the call is done all the same, and only its answer is lost.</param>
internal sealed record ScriptedAnswer(int Status, string Body, bool After = false)
{
    /// <summary>The entry of a batch that fails; null when none does.</summary>
    public FailedEntry? Failed { get; init; }

    /// <summary>What is waited for before the call is carried out as any other; null when nothing is.</summary>
    public Task? Held { get; init; }

    public static ScriptedAnswer Throttled { get; } = new(400, """{"__type":"com.amazonaws.sqs#RequestThrottled","message":"Rate exceeded"}""");

    public static ScriptedAnswer Gone { get; } = new(400, """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The specified queue does not exist."}""");

    public static ScriptedAnswer DeletedRecently { get; } = new(400, """{"__type":"com.amazonaws.sqs#QueueDeletedRecently","message":"You must wait 60 seconds."}""");

    public static ScriptedAnswer OverLimit { get; } = new(400, """{"__type":"com.amazonaws.sqs#OverLimit","message":"Too many messages in flight."}""");

    public static ScriptedAnswer SlowDown { get; } = new(503, "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>");

    public static ScriptedAnswer Conflict { get; } = new(409, "<Error><Code>ConditionalRequestConflict</Code><Message>Retry.</Message></Error>");

    public static ScriptedAnswer Changed { get; } = new(412, "<Error><Code>PreconditionFailed</Code><Message>It is another.</Message></Error>");

    public static ScriptedAnswer Unavailable { get; } = new(503, """{"__type":"com.amazonaws.sqs#ServiceUnavailable","message":"Try again."}""");

    /// <summary>A write that succeeds, and whose answer is an error.</summary>
    public static ScriptedAnswer LostAnswer { get; } = new(500, "<Error><Code>InternalError</Code><Message>Lost.</Message></Error>", After: true);

    /// <summary>A call that is carried out late.</summary>
    public static ScriptedAnswer Late(Task held) => new(200, "") { Held = held };

    public static ScriptedAnswer Ok(string body) => new(200, body);

    /// <summary>A batch of which one entry fails.</summary>
    public static ScriptedAnswer OneFailed(int place, string code, bool senderFault) => new(200, "") { Failed = new(place, code, senderFault) };
}

/// <summary>An entry of a batch that fails.</summary>
internal sealed record FailedEntry(int Place, string Code, bool SenderFault);
