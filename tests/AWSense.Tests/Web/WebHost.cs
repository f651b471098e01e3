using System.Net;
using System.Text.Json;
using AWSense.Tests.Fakes;
using AWSense.Web;
using AWSense.Web.Replies;
using AWSense.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AWSense.Tests.Web;

/// <summary>The web tier on a real Kestrel with a free port, over a backend in memory.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly string keysFolder;

    private WebHost(WebApplication application, FakeBackend backend, ApiKeyStore keys, string keysFolder)
    {
        this.application = application;
        this.keysFolder = keysFolder;
        Backend = backend;
        Keys = keys;
        Worker = new(backend, TimeProvider.System);
        Address = new(application.Urls.First());
        Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    public FakeBackend Backend { get; }

    public ApiKeyStore Keys { get; }

    public ScriptedWorker Worker { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public ReplyRouter Router => application.Services.GetRequiredService<ReplyRouter>();

    public IServiceProvider Services => application.Services;

    /// <summary>Starts a host, and a worker with it.</summary>
    /// <param name="settings">Options such as <c>("Limits:UploadBytesMax", "4096")</c>.</param>
    public static async Task<WebHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var host = await StartWithoutWorkerAsync(settings);
        await host.Worker.StartAsync();
        return host;
    }

    /// <summary>Starts a host that no worker answers for.</summary>
    public static Task<WebHost> StartWithoutWorkerAsync(params (string Key, string Value)[] settings) =>
        StartExposedAsync(new(KeyRequired: false, LoopbackOnly: true), settings);

    /// <summary>Starts a host that no worker answers for, and that believes to be reachable as told.</summary>
    public static async Task<WebHost> StartExposedAsync(Exposure exposure, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Cache:Enabled", "false")]); // tests send the same pictures many times
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var backend = new FakeBackend(TimeProvider.System);
        backend.AddTo(builder.Services);
        var folder = Directory.CreateTempSubdirectory("awsense-keys-").FullName;
        var keys = new ApiKeyStore(Path.Combine(folder, "keys.json"), TimeProvider.System);
        builder.Services.AddAWSenseWeb(builder.Configuration, FakeBackend.Models, keys, exposure);
        var application = builder.Build();
        application.MapAWSense();
        await application.StartAsync();
        return new(application, backend, keys, folder);
    }

    /// <summary>Sends a picture as the whole body.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, byte[] picture, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, picture, headers);

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, byte[]? body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path, TestContext.Current.CancellationToken);

    public Task StopAsync() => application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Worker.DisposeAsync();
        await application.DisposeAsync();
        Directory.Delete(keysFolder, recursive: true);
    }
}

/// <summary>Reads answers.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).RootElement;

    public static Task<string> TextAsync(this HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Checks the shape that all problems have.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.TextAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"urn:awsense:problem:{code}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.NotEmpty(problem.GetProperty("trace_id").GetString()!);
        Assert.Equal(status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, problem.GetProperty("retryable").GetBoolean());
        Assert.Equal(status is HttpStatusCode.ServiceUnavailable, response.Headers.RetryAfter is not null);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        return problem;
    }
}
