using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace AWSense.Infrastructure.Tests.Support;

/// <summary>The metadata service of an instance, version 2: whoever has no token is refused. What is posted to it, as to Auto Scaling, is noted.</summary>
internal sealed class MetadataServer : IAsyncDisposable
{
    private const string Token = "a-token-of-this-test";

    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<string, string> values;
    private readonly Task serving;

    private MetadataServer(Uri address, IReadOnlyDictionary<string, string> values)
    {
        (Address, this.values) = (address, new(values, StringComparer.Ordinal));
        listener.Prefixes.Add(address.ToString());
        listener.Start();
        serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>What was posted, signed, oldest first.</summary>
    public ConcurrentQueue<string> Posts { get; } = new();

    /// <summary>Where the instance is to go, by Auto Scaling.</summary>
    public string TargetState
    {
        set => values["/latest/meta-data/autoscaling/target-lifecycle-state"] = value;
    }

    /// <summary>Starts the service of a worker in an account of the tests.</summary>
    /// <param name="credentials">Those of its role, as JSON.</param>
    public static MetadataServer Start(string credentials) => new(new($"http://127.0.0.1:{MotoServer.FreePort()}/"), new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["/latest/dynamic/instance-identity/document"] = """
            {
              "accountId" : "123456789012",
              "instanceId" : "i-0123456789abcdef0",
              "region" : "eu-central-1"
            }
            """,
        ["/latest/meta-data/instance-id"] = "i-0123456789abcdef0",
        ["/latest/meta-data/placement/region"] = "eu-central-1",
        ["/latest/meta-data/iam/security-credentials"] = "awsense-worker",
        ["/latest/meta-data/iam/security-credentials/awsense-worker"] = credentials,
    });

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                var (status, text) = context.Request.HttpMethod == "POST" ? await NoteAsync(context.Request) : Answer(context.Request);
                context.Response.StatusCode = status;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // Who asked has gone, which matters to nobody, or the test is over.
                if (!listener.IsListening)
                {
                    return;
                }
            }
        }
    }

    private async Task<(int Status, string Text)> NoteAsync(HttpListenerRequest request)
    {
        using var reader = new StreamReader(request.InputStream);
        Posts.Enqueue(await reader.ReadToEndAsync());
        return request.Headers["Authorization"]?.Contains("/eu-central-1/autoscaling/aws4_request", StringComparison.Ordinal) == true ? (200, "<R/>") : (403, "");
    }

    // A folder is listed with and without a slash at its end, as by the real one; the SDK leaves it away.
    private (int Status, string Text) Answer(HttpListenerRequest request) => (request.HttpMethod, request.Url!.AbsolutePath) switch
    {
        ("PUT", "/latest/api/token") when request.Headers["X-aws-ec2-metadata-token-ttl-seconds"] is not null => (200, Token),
        ("GET", var path) when request.Headers["X-aws-ec2-metadata-token"] == Token => values.TryGetValue(path.TrimEnd('/'), out var value) ? (200, value) : (404, ""),
        _ => (401, ""),
    };
}
