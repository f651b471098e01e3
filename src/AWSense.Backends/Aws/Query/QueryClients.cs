using Microsoft.Extensions.Options;

namespace AWSense.Backends.Aws.Query;

/// <summary>Makes the clients of the services, on one pool of connections and with one identity.</summary>
internal sealed class QueryClients(IOptions<AwsOptions> options, TimeProvider time) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly AwsIdentity identity = AwsIdentity.Default();

    // Only for the jitter of retries, which needn't be repeatable; it is locked, since clients are shared.
    private readonly Random random = new();

    public QueryClient For(QueryService service) => new(service, QueryEndpoint.Of(service, options.Value.Region), identity, http, time, Jitter);

    public void Dispose() => http.Dispose();

    private double Jitter()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}
