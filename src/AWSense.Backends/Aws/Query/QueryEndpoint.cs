using Amazon;
using Amazon.Runtime;

namespace AWSense.Backends.Aws.Query;

/// <summary>Where a service is.</summary>
/// <param name="Address">Scheme and host; requests go to its root.</param>
/// <param name="Region">The region that signatures name.</param>
internal sealed record QueryEndpoint(Uri Address, string Region)
{
    private const string AnyRegion = "us-east-1";

    /// <summary>Finds it by the standard names: <c>AWS_ENDPOINT_URL_…</c>, <c>AWS_ENDPOINT_URL</c>, and the region.</summary>
    /// <param name="region">The region; null takes what the SDK finds.</param>
    /// <exception cref="AmazonClientException">There is neither a region nor an endpoint.</exception>
    public static QueryEndpoint Of(QueryService service, string? region)
    {
        var known = region is null ? FallbackRegionFactory.GetRegionEndpoint() : RegionEndpoint.GetBySystemName(region);
        var named = Environment.GetEnvironmentVariable($"AWS_ENDPOINT_URL_{service.EndpointName}") ?? Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
        if (named is not null)
        {
            return new(new Uri(named), known?.SystemName ?? AnyRegion);
        }

        return known is null
            ? throw new AmazonClientException("No region is known. Set AWS_REGION, or Aws:Region.")
            : new(new Uri($"https://{service.SigningName}.{known.SystemName}.{known.PartitionDnsSuffix}"), known.SystemName);
    }
}
