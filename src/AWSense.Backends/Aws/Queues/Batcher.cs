using System.Threading.Channels;
using Amazon.SQS.Model;
using AWSense.Core.Queues;

namespace AWSense.Backends.Aws.Queues;

/// <summary>Gathers single operations on a queue into calls of ten, since a call costs the same for one and for ten.</summary>
/// <remarks>
/// An operation waits at most <see cref="GatherMax"/> for company, and longer only while <see cref="CallsMax"/> calls are under way.
/// Entries of a call fail one by one: those that SQS may take at another time are sent again, alone in their failure.
/// </remarks>
/// <param name="call">Makes a call; an entry's place in the list is its id. Returns the entries that failed.</param>
/// <param name="sizeOf">Bytes of an entry.</param>
internal sealed class Batcher<TEntry>(
    Func<IReadOnlyList<TEntry>, Task<List<BatchResultErrorEntry>?>> call, Func<TEntry, int> sizeOf, Jitter jitter, TimeProvider time) : IAsyncDisposable
{
    /// <summary>The most entries of a call; SQS sets it.</summary>
    public const int EntriesMax = 10;

    /// <summary>The longest that an operation waits for others.</summary>
    public static readonly TimeSpan GatherMax = TimeSpan.FromMilliseconds(5);

    // All entries of a call together; SQS took 256 KiB for most of its life, and stand-ins still do.
    private const int BytesMax = 240 * 1024;
    private const int CallsMax = 4;
    private const int TriesMax = 5;
    private const int PendingMax = 10_000;

    private readonly Channel<Pending> channel = Channel.CreateBounded<Pending>(PendingMax);
    private readonly SemaphoreSlim slots = new(CallsMax);
    private readonly Lock gate = new();
    private Task? loop;

    /// <summary>Has an operation done with others.</summary>
    /// <returns>Null when it is done; SQS's code when SQS says that it can never be.</returns>
    /// <exception cref="BackendUnavailableException">The service refuses or can't be reached, after all retries.</exception>
    public async Task<string?> RunAsync(TEntry entry, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            loop ??= Task.Run(LoopAsync, CancellationToken.None);
        }

        var pending = new Pending(entry);
        await channel.Writer.WriteAsync(pending, cancellationToken);
        return await pending.Outcome.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Does what was asked for, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        channel.Writer.TryComplete();
        await (loop ?? Task.CompletedTask);
        for (var count = 0; count < CallsMax; count++)
        {
            await slots.WaitAsync(); // every call under way gives its slot back
        }

        slots.Dispose();
    }

    private async Task LoopAsync()
    {
        while (await channel.Reader.WaitToReadAsync())
        {
            await slots.WaitAsync(); // what comes meanwhile goes with the next call
            var batch = await GatherAsync();
            _ = SendAsync(batch); // gives its slot back, which DisposeAsync waits for; its failures are the entries'
        }
    }

    private async Task<List<Pending>> GatherAsync()
    {
        var batch = new List<Pending>(EntriesMax);
        var bytes = 0;
        using var patience = new CancellationTokenSource(GatherMax, time);
        try
        {
            while (batch.Count < EntriesMax && await channel.Reader.WaitToReadAsync(patience.Token))
            {
                while (batch.Count < EntriesMax && channel.Reader.TryPeek(out var next))
                {
                    bytes += sizeOf(next.Entry);
                    if (bytes > BytesMax && batch.Count > 0)
                    {
                        return batch;
                    }

                    batch.Add(channel.Reader.TryRead(out var taken) ? taken : next);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody else came in time.
        }

        return batch;
    }

    private async Task SendAsync(List<Pending> batch)
    {
        try
        {
            for (var tries = 1; batch.Count > 0; tries++)
            {
                batch = await SendOnceAsync(batch, last: tries == TriesMax);
                if (batch.Count > 0)
                {
                    await Task.Delay(jitter.After(tries), time, CancellationToken.None);
                }
            }
        }
        catch (Exception exception) when (Tell(batch, exception))
        {
            // Operation boundary: whoever asked for an entry has been told.
        }
        finally
        {
            slots.Release();
        }
    }

    private static bool Tell(List<Pending> batch, Exception exception)
    {
        batch.ForEach(pending => pending.Outcome.TrySetException(exception));
        return true;
    }

    /// <returns>The entries to send again.</returns>
    private async Task<List<Pending>> SendOnceAsync(List<Pending> batch, bool last)
    {
        var failures = (await call([.. batch.Select(pending => pending.Entry)]) ?? [])
            .ToDictionary(failure => int.Parse(failure.Id, System.Globalization.CultureInfo.InvariantCulture));
        var again = new List<Pending>();
        foreach (var (place, pending) in batch.Index())
        {
            if (!failures.TryGetValue(place, out var failure))
            {
                pending.Outcome.TrySetResult(null);
            }
            else if (failure.SenderFault == true)
            {
                pending.Outcome.TrySetResult(failure.Code);
            }
            else if (last)
            {
                pending.Outcome.TrySetException(new BackendUnavailableException($"SQS failed {TriesMax} times on an entry of a batch: {failure.Code} {failure.Message}"));
            }
            else
            {
                again.Add(pending);
            }
        }

        return again;
    }

    private sealed record Pending(TEntry Entry)
    {
        public TaskCompletionSource<string?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
