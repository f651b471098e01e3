using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Query;

/// <summary>Makes the clients of the services, on one pool of connections and with one identity.</summary>
internal sealed class QueryClients(IOptions<AwsOptions> options, Jitter jitter, TimeProvider time) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly AwsIdentity identity = AwsIdentity.Default();

    public QueryClient For(QueryService service) => new(service, QueryEndpoint.Of(service, options.Value.Region), identity, http, time, jitter);

    public void Dispose() => http.Dispose();
}
