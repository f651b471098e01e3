using System.Net;
using System.Net.Sockets;
using AWSense.Core.Diagnosis;
using AWSense.Telemetry;

namespace AWSense.Doctor;

/// <summary>Where the service is to listen, and where its telemetry goes.</summary>
internal static class NetworkChecks
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    public static IEnumerable<Check> All(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return new($"port of {url}", "Choose another address: --urls http://127.0.0.1:8082", cancellationToken => PortAsync(url, cancellationToken));
        }

        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } collector)
        {
            yield return new("collector", "Start the collector, or correct or remove OTEL_EXPORTER_OTLP_ENDPOINT.", cancellationToken => CollectorAsync(collector, cancellationToken));
        }
    }

    private static async Task<Finding> PortAsync(string url, CancellationToken cancellationToken)
    {
        var address = new Uri(url.Replace("//*", "//0.0.0.0", StringComparison.Ordinal).Replace("//+", "//0.0.0.0", StringComparison.Ordinal));
        var host = address.HostNameType == UriHostNameType.Dns ? IPAddress.Loopback : IPAddress.Parse(address.DnsSafeHost);
        try
        {
            using var listener = new TcpListener(host, address.Port);
            listener.Start();
            return Finding.Ok("it is free");
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return await IsOursAsync(host, address.Port, cancellationToken)
                ? Finding.Ok("a service of AWSense answers there")
                : Finding.Fail("Another program listens there.", "Stop it, or choose another address: --urls http://127.0.0.1:8082");
        }
        catch (SocketException exception)
        {
            return Finding.Fail(exception.Message, "Choose an address of this machine, with a port from 1024 on: --urls http://127.0.0.1:8081");
        }
    }

    private static async Task<bool> IsOursAsync(IPAddress host, int port, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = AnswerPatience };
        var reachable = host.Equals(IPAddress.Any) ? IPAddress.Loopback : host.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : host;
        try
        {
            var answer = await http.GetStringAsync(new UriBuilder(Uri.UriSchemeHttp, reachable.ToString(), port, "/health/live").Uri, cancellationToken);
            return answer.Contains("\"live\"", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<Finding> CollectorAsync(string collector, CancellationToken cancellationToken)
    {
        OtlpSettings.Of(Environment.GetEnvironmentVariable);
        var address = new Uri(collector);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(AnswerPatience);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(address.DnsSafeHost, address.Port, bound.Token);
            return Finding.Ok($"something listens at {collector}");
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return Finding.Warn($"{collector} can't be reached; the service runs, and its telemetry is dropped.", "Start the collector, or correct or remove OTEL_EXPORTER_OTLP_ENDPOINT.");
        }
    }
}
