using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using AWSense.Backends.Embedded.Broker;
using AWSense.Core;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using Google.Protobuf;

namespace AWSense.Backends.Embedded.Wire;

/// <summary>One worker's connection, on the broker's side. When it ends, its leases return at once and its presence is gone.</summary>
internal sealed class BrokerSession(EmbeddedBroker broker) : IAsyncDisposable
{
    private const int OutcomesMax = 10_000;

    private readonly EmbeddedQueue queue = broker.NewQueue();
    private readonly ConcurrentDictionary<ulong, CancellationTokenSource> receives = new();
    private readonly ConcurrentDictionary<string, bool> workers = new(StringComparer.Ordinal);

    // Who puts an outcome there when none is being written writes it, whoever has the broker's state as well: the socket never blocks.
    private readonly Channel<Outcome> outcomes = Channel.CreateBounded<Outcome>(
        new BoundedChannelOptions(OutcomesMax) { SingleReader = true, AllowSynchronousContinuations = true });

    /// <summary>What to tell the worker.</summary>
    public ChannelReader<Outcome> Outcomes => outcomes.Reader;

    /// <summary>Begins an operation; its outcome follows among <see cref="Outcomes"/>.</summary>
    public void Begin(Operation operation) => _ = DoAsync(operation);

    /// <summary>Nothing is told any more.</summary>
    public void End() => outcomes.Writer.TryComplete();

    public async ValueTask DisposeAsync()
    {
        End();
        foreach (var receive in receives.Values)
        {
            await receive.CancelAsync();
        }

        foreach (var worker in workers.Keys)
        {
            broker.EmbeddedPresence.Remove(worker);
        }

        await queue.ForgetAsync();
    }

    private async Task DoAsync(Operation operation)
    {
        Outcome outcome;
        try
        {
            outcome = await HandleAsync(operation);
        }
        catch (QueueFullException exception)
        {
            outcome = new() { Refusal = exception.Message, RefusalKind = RefusalKind.QueueFull, Value = exception.Depth };
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Operation boundary: one that fails must not end the connection, which others' leases hang on.
            outcome = new() { Refusal = exception.Message, RefusalKind = RefusalKind.Unavailable };
        }

        outcome.Number = operation.Number;
        if (operation.Number == 0)
        {
            broker.TellUnheard(operation.VerbCase.ToString(), outcome.Refusal);
            return;
        }

        if (!outcomes.Writer.TryWrite(outcome))
        {
            await outcomes.Writer.WriteAsync(outcome).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Outcome> HandleAsync(Operation operation) => operation.VerbCase switch
    {
        Operation.VerbOneofCase.Send => await SendAsync(operation.Send),
        Operation.VerbOneofCase.Receive => await ReceiveAsync(operation.Number, operation.Receive),
        Operation.VerbOneofCase.EndReceive => await EndReceiveAsync(operation.EndReceive),
        Operation.VerbOneofCase.Extend => new() { Yes = await queue.ExtendAsync(LeaseOf(operation.Extend), CancellationToken.None) },
        Operation.VerbOneofCase.Complete => await Done(queue.CompleteAsync(LeaseOf(operation.Complete), CancellationToken.None)),
        Operation.VerbOneofCase.Release => await Done(
            queue.ReleaseAsync(LeaseOf(operation.Release.Receipt), operation.Release.Begun, CancellationToken.None)),
        Operation.VerbOneofCase.EnsureDurable => await Done(queue.EnsureDurableAsync(CancellationToken.None)),
        Operation.VerbOneofCase.End => await EndAsync(operation.End),
        Operation.VerbOneofCase.Reply => await ReplyAsync(operation.Reply),
        Operation.VerbOneofCase.Report => await ReportAsync(operation.Report),
        Operation.VerbOneofCase.ReadPresence => Json(await broker.Presence.ReadAsync(CancellationToken.None), WireJson.Default.IReadOnlyListWorkerStatus),
        Operation.VerbOneofCase.ReadSignals => Json(await broker.ReadAsync(CancellationToken.None), WireJson.Default.DemandSignals),
        _ => await HandleJobAsync(operation),
    };

    private async Task<Outcome> HandleJobAsync(Operation operation) => operation.VerbCase switch
    {
        Operation.VerbOneofCase.AcceptJob => Json(
            await broker.Jobs.AcceptAsync(JsonSerializer.Deserialize(operation.AcceptJob.Span, WireJson.Default.JobRecord)!, CancellationToken.None),
            WireJson.Default.JobRecord),
        Operation.VerbOneofCase.FindJob => Json(
            await broker.Jobs.FindAsync(IdOf(operation.FindJob), CancellationToken.None), WireJson.Default.JobRecord),
        Operation.VerbOneofCase.MarkStarted => new()
        {
            Value = await broker.Jobs.MarkStartedAsync(IdOf(operation.MarkStarted), CancellationToken.None),
        },
        Operation.VerbOneofCase.Finish => await Done(broker.Jobs.FinishAsync(CompletionOf(operation.Finish), CancellationToken.None)),
        Operation.VerbOneofCase.ListJobs => Json(await ListAsync(operation.ListJobs), WireJson.Default.IReadOnlyListJobRecord),
        _ => new() { Refusal = "This broker doesn't know the operation.", RefusalKind = RefusalKind.Unavailable },
    };

    private async Task<Outcome> SendAsync(SendRequest send)
    {
        var request = RequestMessage.Deserialize(send.Message.Span, send.TraceParent.Length > 0 ? send.TraceParent : null);
        var durability = send.Durable ? Durability.PowerLoss : Durability.Process;
        await queue.SendAsync(request, (Lane)send.Lane, durability, CancellationToken.None);
        return new();
    }

    private async Task<Outcome> ReceiveAsync(ulong number, Receive receive)
    {
        // Not disposed of: the session's end may cancel it at the moment the wait ends, and it holds nothing but memory.
        var ending = new CancellationTokenSource();
        receives[number] = ending;
        try
        {
            var wait = TimeSpan.FromMilliseconds(receive.WaitMilliseconds);
            var delivered = await queue.DeliverAsync(receive.MaxRequests, receive.InteractiveOnly, wait, ending.Token);
            return new() { Leases = { delivered.Select(WireLeases.ToWire) } };
        }
        catch (OperationCanceledException)
        {
            return new();
        }
        finally
        {
            receives.TryRemove(number, out _);
        }
    }

    private async Task<Outcome> EndReceiveAsync(ulong number)
    {
        if (receives.TryGetValue(number, out var receive))
        {
            await receive.CancelAsync();
        }

        return new();
    }

    private async Task<Outcome> EndAsync(EndRequest end)
    {
        // Who waits is answered first, and finds it ended all the same.
        await queue.EndAsync(LeaseOf(end.Receipt), CompletionOf(end.Finish), () => end.Reply is null ? Task.CompletedTask : ReplyAsync(end.Reply));
        return new();
    }

    private async Task<Outcome> ReplyAsync(SendReply reply)
    {
        await broker.Responses.SendAsync(reply.ReplyTo, ResultJson.DeserializeReply(reply.Reply.Span), CancellationToken.None);
        return new();
    }

    private async Task<Outcome> ReportAsync(ByteString report)
    {
        var status = JsonSerializer.Deserialize(report.Span, WireJson.Default.WorkerStatus)!;
        workers[status.WorkerId] = true;
        queue.Name(status.WorkerId);
        await broker.Presence.ReportAsync(status, CancellationToken.None);
        return new();
    }

    private Task<IReadOnlyList<JobRecord>> ListAsync(ListJobs list) => broker.Jobs.ListAsync(
        list.State < 0 ? null : (RequestState)list.State,
        list.Before.Length > 0 ? IdOf(list.Before) : null,
        list.Max,
        CancellationToken.None);

    private static async Task<Outcome> Done(Task task)
    {
        await task;
        return new() { Yes = true };
    }

    private static Outcome Json<T>(T? value, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        value is null ? new() : new() { Json = UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(value, type)) };

    // The broker knows a lease by its receipt alone.
    private static RequestLease LeaseOf(string receipt) => new(null!, receipt, 0, default, default);

    private static RequestId IdOf(string text) =>
        RequestId.TryParse(text, out var id) ? id : throw new FormatException("That is no request id.");

    private static JobCompletion CompletionOf(Finish finish) => new(
        IdOf(finish.Id),
        (RequestState)finish.State,
        DateTimeOffset.FromUnixTimeMilliseconds(finish.FinishedAtMilliseconds),
        finish.ErrorCode.Length > 0 ? finish.ErrorCode : null,
        finish.DeadLetter);
}
