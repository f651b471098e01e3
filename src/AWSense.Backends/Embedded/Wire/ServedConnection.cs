using System.Net.Sockets;
using AWSense.Backends.Embedded.Broker;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>The broker's end of one worker's connection.</summary>
/// <remarks>
/// It has a thread that the kernel wakes when something comes, and everything goes on there: an operation, a reply up to the response on its way to the client.
/// What the pool's threads would do instead wakes several of them for a frame. What is sent is sent by whoever has it, and never waits for the worker.
/// </remarks>
internal sealed class ServedConnection(EmbeddedBroker broker, Socket socket)
{
    /// <summary>Serves the worker until it goes, sends what is no frame, or the broker ends. Its leases return before this does.</summary>
    public async Task ServeAsync(CancellationToken ending)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending);
        using var connection = socket;
        await using var session = new BrokerSession(broker);
        var writing = WriteAsync(session, over);
        await using (over.Token.Register(HangUp))
        {
            try
            {
                await Task.Factory.StartNew(() => Read(session), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            catch (Exception exception) when (exception is SocketException or InvalidDataException)
            {
                // The worker has gone: the session's end is the same.
            }
        }

        await over.CancelAsync();
        session.End();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Read(BrokerSession session)
    {
        Thread.CurrentThread.Name = "worker connection";
        var frames = new FrameReader<OperationFrame>(OperationFrame.Parser);

        // Without the poll a receive would wait for the pool: sending has made the socket one that doesn't block.
        while (socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead) && socket.Receive(frames.Free.Span) is > 0 and var count)
        {
            frames.Received(count);
            while (frames.TryRead() is { } frame)
            {
                foreach (var operation in frame.Operations)
                {
                    session.Begin(operation);
                }
            }
        }
    }

    // Wakes who reads. Closing the socket would not.
    private void HangUp()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The worker has gone already.
        }
    }

    private async Task WriteAsync(BrokerSession session, CancellationTokenSource over)
    {
        var frames = new FrameWriter();
        try
        {
            await FramePump.RunAsync(session.Outcomes, outcomes => SendAsync(frames.Write(new OutcomeFrame { Outcomes = { outcomes } }), over.Token));
        }
        finally
        {
            await over.CancelAsync(); // A worker that can't be told anything is let go, and its leases return.
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        while (frame.Length > 0)
        {
            frame = frame[await socket.SendAsync(frame, cancellationToken).ConfigureAwait(false)..];
        }
    }
}
