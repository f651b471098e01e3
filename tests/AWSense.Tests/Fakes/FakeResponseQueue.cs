using System.Collections.Concurrent;
using System.Threading.Channels;
using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Tests.Fakes;

/// <summary>Inboxes in memory. A reply to one that is gone is dropped.</summary>
internal sealed class FakeResponseQueue : IResponseQueue
{
    private readonly ConcurrentDictionary<string, Inbox> inboxes = new(StringComparer.Ordinal);
    private int number;

    /// <summary>How many inboxes are open.</summary>
    public int OpenCount => inboxes.Count;

    /// <summary>While set, receiving fails.</summary>
    public bool Unreachable { get; set; }

    public Task<IResponseInbox> OpenAsync(CancellationToken cancellationToken)
    {
        var inbox = new Inbox(this, $"inbox-{Interlocked.Increment(ref number)}");
        inboxes[inbox.Address] = inbox;
        return Task.FromResult<IResponseInbox>(inbox);
    }

    public Task SendAsync(string replyTo, ClassificationReply reply, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        inboxes.GetValueOrDefault(replyTo)?.Replies.Writer.TryWrite(reply);
        return Task.CompletedTask;
    }

    private sealed class Inbox(FakeResponseQueue owner, string address) : IResponseInbox
    {
        public Channel<ClassificationReply> Replies { get; } = Channel.CreateUnbounded<ClassificationReply>();

        public string Address { get; } = address;

        public async Task<IReadOnlyList<ClassificationReply>> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(wait, QueueLimits.WaitMax);
            if (owner.Unreachable)
            {
                throw new BackendUnavailableException("The response queue can't be reached.");
            }

            using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            bound.CancelAfter(wait);
            try
            {
                var first = await Replies.Reader.ReadAsync(bound.Token);
                return Replies.Reader.TryRead(out var second) ? [first, second] : [first];
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return [];
            }
        }

        public ValueTask DisposeAsync()
        {
            owner.inboxes.TryRemove(Address, out _);
            return ValueTask.CompletedTask;
        }
    }
}
