using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;
using AWSense.Core.Queues;
using Grpc.Core;
using Grpc.Net.Client;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>A worker's end of its stream to the broker.</summary>
public sealed class BrokerConnection : IAsyncDisposable
{
    private const int OperationsMax = 10_000;

    private readonly GrpcChannel channel;
    private readonly AsyncDuplexStreamingCall<OperationFrame, OutcomeFrame> call;
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<Outcome>> pending = new();
    private readonly Channel<Operation> operations = Channel.CreateBounded<Operation>(new BoundedChannelOptions(OperationsMax) { SingleReader = true });
    private readonly CancellationTokenSource ending = new();
    private ulong lastNumber;
    private int disposed;

    private BrokerConnection(GrpcChannel channel)
    {
        this.channel = channel;
        call = new Wire.Broker.BrokerClient(channel).Connect(cancellationToken: ending.Token);
        Lost = RunAsync();
    }

    /// <summary>Ends when the broker is gone, or this connection is disposed of.</summary>
    public Task Lost { get; }

    /// <summary>Connects to the broker's socket. That nobody listens there is told by <see cref="Lost"/>, and by every call.</summary>
    public static BrokerConnection Open(string socket)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        };
        return new(GrpcChannel.ForAddress("http://broker", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true }));
    }

    /// <summary>Ends the connection; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
        {
            return;
        }

        operations.Writer.TryComplete();
        await ending.CancelAsync();
        await Lost;
        call.Dispose();
        channel.Dispose();
        ending.Dispose();
    }

    /// <summary>Sends an operation and waits for its outcome.</summary>
    /// <exception cref="BackendUnavailableException">The broker is gone, or could not do it.</exception>
    /// <exception cref="QueueFullException">The queue is full.</exception>
    internal async Task<Outcome> CallAsync(Operation operation)
    {
        var completion = new TaskCompletionSource<Outcome>(); // Whoever waits goes on at once, on the thread that reads: each hop costs a wake-up.
        operation.Number = Interlocked.Increment(ref lastNumber);
        pending[operation.Number] = completion;
        if (!operations.Writer.TryWrite(operation))
        {
            await PostAsync(operation);
        }

        if (Lost.IsCompleted)
        {
            FailPending(); // it may have been added after all others failed
        }

        var outcome = await completion.Task;
        return outcome.RefusalKind switch
        {
            RefusalKind.None => outcome,
            RefusalKind.QueueFull => throw new QueueFullException(outcome.Value),
            _ => throw new BackendUnavailableException(outcome.Refusal),
        };
    }

    private async Task PostAsync(Operation operation)
    {
        try
        {
            await operations.Writer.WriteAsync(operation);
        }
        catch (ChannelClosedException)
        {
            FailPending();
        }
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        var writing = FramePump.RunAsync(
            operations.Reader, frame => call.RequestStream.WriteAsync(new() { Operations = { frame } }), ending.Token);
        try
        {
            await foreach (var frame in call.ResponseStream.ReadAllAsync())
            {
                foreach (var outcome in frame.Outcomes)
                {
                    if (pending.TryRemove(outcome.Number, out var completion))
                    {
                        completion.TrySetResult(outcome);
                    }
                }
            }
        }
        catch (RpcException)
        {
            // The broker is gone, which is what the end of this task says.
        }

        operations.Writer.TryComplete();
        FailPending();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void FailPending()
    {
        foreach (var number in pending.Keys)
        {
            if (pending.TryRemove(number, out var completion))
            {
                completion.TrySetException(new BackendUnavailableException("The broker is gone."));
            }
        }
    }
}
