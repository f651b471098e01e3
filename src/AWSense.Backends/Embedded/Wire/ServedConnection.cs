using System.Net.Sockets;
using AWSense.Backends.Embedded.Broker;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>The broker's end of one worker's connection.</summary>
internal sealed class ServedConnection(EmbeddedBroker broker, Socket socket)
{
    /// <summary>Serves the worker until it goes, sends what is no frame, or the broker ends. Its leases return before this does.</summary>
    public async Task ServeAsync(CancellationToken ending)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ending);
        using var connection = socket;
        await using var session = new BrokerSession(broker);
        var writing = WriteAsync(session, over);
        try
        {
            await ReadAsync(session, over.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidDataException)
        {
            // The worker has gone, or the broker goes: the session's end is the same.
        }

        await over.CancelAsync();
        session.End();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync(BrokerSession session, CancellationToken cancellationToken)
    {
        var frames = new FrameReader<OperationFrame>(OperationFrame.Parser);
        while (await socket.ReceiveAsync(frames.Free, cancellationToken) is > 0 and var count)
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
