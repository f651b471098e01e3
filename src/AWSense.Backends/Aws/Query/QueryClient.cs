using System.Net.Http.Headers;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws.Query;

/// <summary>Sends signed requests to one service, and sends again what may help. Thread-safe.</summary>
/// <param name="http">Without a timeout of its own.</param>
internal sealed class QueryClient(QueryService service, QueryEndpoint endpoint, AwsIdentity identity, HttpClient http, TimeProvider time, Jitter jitter)
{
    /// <summary>How often a request is sent at most.</summary>
    public const int AttemptsMax = 4;

    private static readonly TimeSpan AttemptMax = TimeSpan.FromSeconds(5);

    /// <summary>Sends a request.</summary>
    /// <returns>The root of the answer.</returns>
    /// <exception cref="AwsRequestException">AWS refuses it.</exception>
    /// <exception cref="BackendUnavailableException">AWS doesn't answer, throttles or fails, after all retries.</exception>
    public async Task<XElement> SendAsync(QueryRequest request, CancellationToken cancellationToken)
    {
        var body = request.ToBody(service.Version);
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure, cause) = await TryAsync(body, request.Action, cancellationToken);
            if (answer is not null)
            {
                return answer;
            }

            var refreshed = failure is { IsExpired: true } && identity.Refresh();
            var helps = failure is null or { IsTransient: true } ? !request.IsOnce || failure is { IsThrottled: true } : refreshed;
            if (attempt == AttemptsMax || !helps)
            {
                throw failure?.ToException(request.Action) ?? new BackendUnavailableException($"AWS can't be reached for {request.Action} at {endpoint.Address}.", cause!);
            }

            await Task.Delay(jitter.After(attempt), time, cancellationToken);
        }
    }

    private async Task<(XElement? Answer, QueryFailure? Failure, Exception? Cause)> TryAsync(byte[] body, string action, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(AttemptMax, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            using var message = await SignAsync(body, either.Token);
            using var response = await http.SendAsync(message, either.Token);
            var text = await response.Content.ReadAsStringAsync(either.Token);
            return response.IsSuccessStatusCode
                ? (XDocument.Parse(text).Root, null, null)
                : (null, QueryFailure.Of(response.StatusCode, text), null);
        }
        catch (Exception exception) when (IsNoAnswer(exception) && !cancellationToken.IsCancellationRequested)
        {
            return (null, null, exception);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException)
        {
            // The instance's role is looked up in its metadata, which may fail for a while.
            throw new BackendUnavailableException($"There are no credentials for {action}: {exception.Message}", exception);
        }
    }

    private async Task<HttpRequestMessage> SignAsync(byte[] body, CancellationToken cancellationToken)
    {
        var credentials = await identity.GetAsync(cancellationToken);
        var message = new HttpRequestMessage(HttpMethod.Post, endpoint.Address) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in RequestSigner.Sign(endpoint.Address, body, credentials, endpoint.Region, service.SigningName, time.GetUtcNow()))
        {
            if (name == "content-type")
            {
                message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    private static bool IsNoAnswer(Exception exception) => exception is HttpRequestException or OperationCanceledException or IOException or XmlException;
}
