using System.Collections.Concurrent;
using System.Net.Sockets;
using AWSense.Backends.Embedded.Broker;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>Listens for workers on a Unix domain socket. It is apart from the web tier's server, so that no HTTP client can reach the broker.</summary>
public sealed class BrokerServer : IAsyncDisposable
{
    private const int BacklogMax = 128;

    // For a moment without file descriptors.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private readonly EmbeddedBroker broker;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly Task accepting;
    private int disposed;

    private BrokerServer(EmbeddedBroker broker, string socket)
    {
        this.broker = broker;
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(socket));
            listener.Listen(BacklogMax);
        }
        catch (SocketException exception)
        {
            listener.Dispose();
            throw new IOException($"Workers can't be listened for at {socket}: {exception.Message}", exception);
        }

        accepting = AcceptAsync();
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="socket">Path of the socket, at most 107 bytes; its folder must be readable by this user alone.</param>
    /// <exception cref="IOException">No socket can be made there.</exception>
    public static BrokerServer Start(EmbeddedBroker broker, string socket) => new(broker, socket);

    /// <summary>Ends all connections; their leases return. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        await ending.CancelAsync();
        await accepting;
        await Task.WhenAll(connections.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // One that can't give its leases back keeps nothing from ending.
        listener.Dispose();
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                Serve(await listener.AcceptAsync(ending.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // Loop boundary: whoever could not be let in tries again.
                await Task.Delay(RetryDelay, TimeProvider.System, ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Serve(Socket socket)
    {
        var connection = Task.Run(() => new ServedConnection(broker, socket).ServeAsync(ending.Token));
        connections[connection] = true;
        _ = connection.ContinueWith(ended => connections.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
