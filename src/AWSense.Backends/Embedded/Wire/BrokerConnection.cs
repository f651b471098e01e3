using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;
using AWSense.Core.Queues;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>A worker's end of its connection to the broker.</summary>
/// <remarks>
/// Its socket blocks: the kernel wakes the one thread that reads, whoever waits for an outcome goes on there, and whoever has an operation sends it.
/// A hop to another thread costs a picture some fifty microseconds on an idle machine. What is sent is bounded by what a worker has in hand, and the broker always reads.
/// </remarks>
public sealed class BrokerConnection : IAsyncDisposable
{
    private const int OperationsMax = 10_000;
    private const string BrokerGone = "The broker is gone.";

    // A broker that takes nothing for so long counts as gone.
    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(30);

    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<Outcome>> pending = new();
    private readonly Channel<Operation> operations = Channel.CreateBounded<Operation>(
        new BoundedChannelOptions(OperationsMax) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong lastNumber;
    private int disposed;

    private BrokerConnection(UnixDomainSocketEndPoint broker)
    {
        socket.SendTimeout = (int)SendPatience.TotalMilliseconds;
        new Thread(() => Run(broker)) { IsBackground = true, Name = "broker reader" }.Start();
    }

    /// <summary>Ends when the broker is gone, or this connection is disposed of.</summary>
    public Task Lost => lost.Task;

    /// <summary>Connects to the broker's socket. That nobody listens there is told by <see cref="Lost"/>, and by every call.</summary>
    public static BrokerConnection Open(string socket) => new(new UnixDomainSocketEndPoint(socket));

    /// <summary>Ends the connection; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 0)
        {
            socket.Dispose();
            await Lost;
        }
    }

    /// <summary>Sends an operation and waits for its outcome.</summary>
    /// <exception cref="BackendUnavailableException">The broker is gone, or could not do it.</exception>
    /// <exception cref="QueueFullException">The queue is full.</exception>
    internal async Task<Outcome> CallAsync(Operation operation)
    {
        var completion = new TaskCompletionSource<Outcome>();
        operation.Number = Interlocked.Increment(ref lastNumber);
        pending[operation.Number] = completion;
        await EnqueueAsync(operation);
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

    /// <summary>Sends an operation that has no outcome. Operations are begun in the order in which they were sent.</summary>
    /// <exception cref="BackendUnavailableException">The broker is gone.</exception>
    internal async Task PostAsync(Operation operation)
    {
        await EnqueueAsync(operation);
        if (Lost.IsCompleted)
        {
            throw new BackendUnavailableException(BrokerGone);
        }
    }

    private async ValueTask EnqueueAsync(Operation operation)
    {
        if (operations.Writer.TryWrite(operation))
        {
            return;
        }

        try
        {
            await operations.Writer.WriteAsync(operation);
        }
        catch (ChannelClosedException)
        {
            // Lost tells it.
        }
    }

    private void Run(UnixDomainSocketEndPoint broker)
    {
        try
        {
            socket.Connect(broker);
            _ = WriteAsync();
            Read();
        }
        catch (Exception exception) when (exception is SocketException or InvalidDataException or ObjectDisposedException)
        {
            // The broker is gone, which is what the end of Lost says.
        }

        socket.Dispose();
        operations.Writer.TryComplete();
        lost.SetResult();
        FailPending();
    }

    private void Read()
    {
        var frames = new FrameReader<OutcomeFrame>(OutcomeFrame.Parser);
        while (socket.Receive(frames.Free.Span) is > 0 and var count)
        {
            frames.Received(count);
            while (frames.TryRead() is { } frame)
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
    }

    private async Task WriteAsync()
    {
        var frames = new FrameWriter();
        try
        {
            await FramePump.RunAsync(operations.Reader, operations =>
            {
                Send(frames.Write(new OperationFrame { Operations = { operations } }).Span);
                return ValueTask.CompletedTask;
            });
        }
        finally
        {
            socket.Dispose(); // Nothing can be sent any more, so nothing is to be waited for: the reading ends, too.
        }
    }

    private void Send(ReadOnlySpan<byte> frame)
    {
        while (frame.Length > 0)
        {
            frame = frame[socket.Send(frame)..];
        }
    }

    private void FailPending()
    {
        foreach (var number in pending.Keys)
        {
            if (pending.TryRemove(number, out var completion))
            {
                completion.TrySetException(new BackendUnavailableException(BrokerGone));
            }
        }
    }
}
