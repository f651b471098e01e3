using System.Collections.Concurrent;
using Amazon.Runtime;

namespace AWSense.Backends.Tests.Aws.Hosting;

/// <summary>Counts the calls that clients make, and cuts them off when told to.</summary>
/// <param name="oneWriteAtATime">Whether objects are written one at a time, for a server that looks and writes in two steps.</param>
internal sealed class CallLog(bool oneWriteAtATime) : HttpClientFactory, IDisposable
{
    private readonly SemaphoreSlim writing = new(1);

    private bool OneWriteAtATime { get; } = oneWriteAtATime;

    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Whether the network is gone.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Calls by their name: <c>SendMessageBatch</c>, <c>PUT</c>, …</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this)) { Timeout = TimeSpan.FromSeconds(60) };

    public override string GetConfigUniqueString(IClientConfig clientConfig) => $"{GetHashCode()}";

    public void Dispose() => writing.Dispose();

    private sealed class Handler(CallLog log) : DelegatingHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (log.IsCutOff)
            {
                throw new HttpRequestException("The network is gone.");
            }

            var name = request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.First().Split('.')[1] : request.Method.Method;
            log.counts.AddOrUpdate(name, 1, (_, count) => count + 1);
            if (!log.OneWriteAtATime || request.Method != HttpMethod.Put)
            {
                return await base.SendAsync(request, cancellationToken);
            }

            await log.writing.WaitAsync(cancellationToken);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                log.writing.Release();
            }
        }
    }
}
