using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AWSense.Web.Outbound;

/// <summary>Looks up the addresses of a host.</summary>
internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

/// <summary>Makes clients that call addresses which strangers chose.</summary>
/// <remarks>
/// The check happens where the connection is made, on the very addresses that it is made to: a name that leads elsewhere at the second
/// look (DNS rebinding) gains nothing. No proxy, cookie, credential or trace leaves with a request, and no redirect is followed.
/// </remarks>
internal static class GuardedHttp
{
    // So that a name whose address has changed is looked up again.
    private static readonly TimeSpan ConnectionAgeMax = TimeSpan.FromMinutes(1);

    /// <summary>Makes a client.</summary>
    /// <param name="timeout">For a whole request, its answer's body not included.</param>
    public static HttpClient Create(TargetRules rules, TimeSpan timeout, ResolveHost resolve)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
            PooledConnectionLifetime = ConnectionAgeMax,
            ConnectTimeout = timeout,
            MaxResponseHeadersLength = 16,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(context.DnsEndPoint, rules, resolve, cancellationToken),
        };
        var client = new HttpClient(handler) { Timeout = timeout };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("awsense");
        return client;
    }

    /// <summary>Why a request went wrong, without what only we should know.</summary>
    public static string Describe(Exception exception) => exception switch
    {
        _ when RefusalIn(exception) is { } refusal => refusal.Message,
        OperationCanceledException => "It took too long.",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "The host has no address.",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "The host's certificate isn't trusted, or it doesn't speak TLS.",
        _ => "The connection failed.",
    };

    /// <summary>The refusal to call an address that a failure is due to; null when it has another cause.</summary>
    public static TargetException? RefusalIn(Exception exception) =>
        exception as TargetException ?? (exception.InnerException is { } cause ? RefusalIn(cause) : null);

    private static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint target, TargetRules rules, ResolveHost resolve, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await resolve(target.Host, cancellationToken);
        rules.Check(target.Host, addresses);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
