using System.Net;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws.Instance;

/// <summary>What an EC2 instance is told about itself: the metadata service, version 2.</summary>
/// <remarks>See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html. Thread-safe.</remarks>
/// <param name="http">Its base address is that of the service.</param>
public sealed class InstanceMetadata(HttpClient http, TimeProvider time)
{
    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private const string LifetimeHeader = "X-aws-ec2-metadata-token-ttl-seconds";

    // The service is on the same host; whoever has no answer by then is on no instance.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);

    // Longer than a restart of the network takes. Who gives up then is started again.
    private static readonly TimeSpan BootMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromHours(6);

    private volatile string? token;

    /// <summary>Where the service is on every instance, unless <c>AWS_EC2_METADATA_SERVICE_ENDPOINT</c> says otherwise; null where <c>AWS_EC2_METADATA_DISABLED</c> is true.</summary>
    public static Uri? Address => string.Equals(Environment.GetEnvironmentVariable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        ? null
        : new Uri(Environment.GetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254");

    /// <summary>The id of this instance; null where this is none, or it doesn't answer.</summary>
    public async Task<string?> FindInstanceIdAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync("instance-id", cancellationToken);
        }
        catch (BackendUnavailableException)
        {
            return null;
        }
    }

    /// <summary>The id of this instance, which is known to be one: its service may take a while to answer when it boots or is busy.</summary>
    /// <exception cref="BackendUnavailableException">It doesn't answer for longer than that.</exception>
    public async Task<string> WaitForInstanceIdAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await GetAsync("instance-id", cancellationToken)
                    ?? throw new BackendUnavailableException("The metadata service knows no instance-id.");
            }
            catch (BackendUnavailableException) when (time.GetElapsedTime(began) < BootMax)
            {
                await Task.Delay(Pace, time, cancellationToken);
            }
        }
    }

    /// <summary>Reads a value.</summary>
    /// <param name="path">Below <c>latest/meta-data/</c>.</param>
    /// <returns>Null where there is none, which is usual for most.</returns>
    /// <exception cref="BackendUnavailableException">The service doesn't answer.</exception>
    public async Task<string?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var known = token;
            var (status, value) = await TryGetAsync(path, known ?? await RenewTokenAsync(either.Token), either.Token);
            if (status == HttpStatusCode.Unauthorized && known is not null)
            {
                (status, value) = await TryGetAsync(path, await RenewTokenAsync(either.Token), either.Token);
            }

            return status switch
            {
                HttpStatusCode.OK => value,
                HttpStatusCode.NotFound => null,
                _ => throw new BackendUnavailableException($"The metadata service answers {path} with {(int)status}."),
            };
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new BackendUnavailableException($"The metadata service doesn't answer {path}.", exception);
        }
    }

    private async Task<(HttpStatusCode Status, string Value)> TryGetAsync(string path, string known, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/latest/meta-data/{path}");
        request.Headers.Add(TokenHeader, known);
        using var response = await http.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private async Task<string> RenewTokenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/latest/api/token");
        request.Headers.Add(LifetimeHeader, TokenLifetime.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var response = await http.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        return token = await response.Content.ReadAsStringAsync(cancellationToken);
    }
}
