using System.Net.Sockets;
using Amazon.Runtime;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws;

/// <summary>Turns what the SDK throws, when its retries are over, into what the ports promise.</summary>
internal static class AwsCalls
{
    /// <summary>Makes a call.</summary>
    /// <param name="what">What is done, for the message: <c>Receiving from awsense-bulk</c>.</param>
    /// <exception cref="BackendUnavailableException">The service refuses or can't be reached.</exception>
    public static async Task<T> RunAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (IsOfTheWorld(exception, cancellationToken))
        {
            throw new BackendUnavailableException($"{what} failed: {exception.Message}", exception);
        }
    }

    // A call that is cancelled without anybody's wish has taken too long.
    private static bool IsOfTheWorld(Exception exception, CancellationToken cancellationToken) =>
        exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or SocketException or TimeoutException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
