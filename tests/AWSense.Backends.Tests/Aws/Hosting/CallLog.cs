using System.Collections.Concurrent;
using Amazon.Runtime;

namespace AWSense.Backends.Tests.Aws.Hosting;

/// <summary>Counts the calls that clients make, and cuts them off when told to.</summary>
internal sealed class CallLog : HttpClientFactory
{
    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Whether the network is gone.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Calls by their name: <c>SendMessageBatch</c>, <c>PUT</c>, …</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this)) { Timeout = TimeSpan.FromSeconds(60) };

    public override string GetConfigUniqueString(IClientConfig clientConfig) => $"{GetHashCode()}";

    private sealed class Handler(CallLog log) : DelegatingHandler(new SocketsHttpHandler { MaxConnectionsPerServer = 64 })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (log.IsCutOff)
            {
                throw new HttpRequestException("The network is gone.");
            }

            var name = request.Headers.TryGetValues("X-Amz-Target", out var target) ? target.First().Split('.')[1] : request.Method.Method;
            log.counts.AddOrUpdate(name, 1, (_, count) => count + 1);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
