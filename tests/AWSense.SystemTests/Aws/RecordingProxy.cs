using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AWSense.SystemTests.Aws;

/// <summary>Stands between the processes and the server that plays AWS, and counts: writes by key, calls of SQS by name.</summary>
/// <remarks>Objects are written one at a time: moto looks whether there is one and writes it in two steps.</remarks>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Transfer-Encoding", "Connection", "Keep-Alive", "Expect"];

    private readonly ConcurrentDictionary<string, int> writes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> calls = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> sent = [];
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = 256 }) { Timeout = TimeSpan.FromMinutes(1) };
    private readonly SemaphoreSlim writing = new(1);
    private readonly Uri target;
    private readonly WebApplication application;

    private RecordingProxy(Uri target)
    {
        this.target = target;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        application = builder.Build();
        application.Run(ForwardAsync);
    }

    public string Address => application.Urls.First();

    /// <summary>Writes that succeeded, by path.</summary>
    public IReadOnlyDictionary<string, int> Writes => writes;

    /// <summary>Calls of SQS, by name.</summary>
    public IReadOnlyDictionary<string, int> Calls => calls;

    public static async Task<RecordingProxy> StartAsync(Uri target)
    {
        var proxy = new RecordingProxy(target);
        await proxy.application.StartAsync();
        return proxy;
    }

    /// <summary>What was sent with <c>SendMessageBatch</c>, call by call.</summary>
    public IEnumerable<string> Sent => sent;

    public void ForgetCalls() => calls.Clear();

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        http.Dispose();
        writing.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        try
        {
            await KeepSentAsync(context.Request);
            using var request = RequestOf(context);
            using var response = await SendAsync(request, context.RequestAborted);
            Record(context.Request, response.StatusCode);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => !HopByHop.Contains(header.Key)))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException)
        {
            context.Abort(); // one of the two has gone
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Put)
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }

        await writing.WaitAsync(cancellationToken);
        try
        {
            // Also when the writer is killed meanwhile: the write happens all the same, and is to be counted.
            return await http.SendAsync(request, CancellationToken.None);
        }
        finally
        {
            writing.Release();
        }
    }

    private async Task KeepSentAsync(HttpRequest request)
    {
        if (request.Headers["X-Amz-Target"].ToString().EndsWith(".SendMessageBatch", StringComparison.Ordinal))
        {
            request.EnableBuffering();
            using var reader = new StreamReader(request.Body, leaveOpen: true);
            sent.Add(await reader.ReadToEndAsync(request.HttpContext.RequestAborted));
            request.Body.Position = 0;
        }
    }

    private HttpRequestMessage RequestOf(HttpContext context)
    {
        var message = new HttpRequestMessage(new(context.Request.Method), new Uri(target, $"{context.Request.Path}{context.Request.QueryString}"));
        if (context.Request.ContentLength is > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            message.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers.Where(header => !HopByHop.Contains(header.Key)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return message;
    }

    private void Record(HttpRequest request, HttpStatusCode status)
    {
        if (request.Headers.TryGetValue("X-Amz-Target", out var name))
        {
            calls.AddOrUpdate($"{name}".Split('.')[1], 1, (_, count) => count + 1);
        }
        else if (HttpMethods.IsPut(request.Method) && status == HttpStatusCode.OK)
        {
            writes.AddOrUpdate(request.Path, 1, (_, count) => count + 1);
        }
    }
}
