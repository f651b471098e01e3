using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>Replies inside the broker's process. They are kept in memory: the clients that wait for them are connected to this very process.</summary>
internal sealed class EmbeddedResponses(TimeProvider time) : IResponseQueue
{
    private const int RepliesMax = 100_000;
    private const int TakeMax = 256;

    private readonly ConcurrentDictionary<string, Channel<ClassificationReply>> inboxes = new(StringComparer.Ordinal);

    public Task<IResponseInbox> OpenAsync(CancellationToken cancellationToken)
    {
        var address = $"embedded:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var replies = Channel.CreateBounded<ClassificationReply>(
            new BoundedChannelOptions(RepliesMax) { SingleReader = true, AllowSynchronousContinuations = true, FullMode = BoundedChannelFullMode.Wait });
        inboxes[address] = replies;
        return Task.FromResult<IResponseInbox>(new Inbox(this, address, replies.Reader));
    }

    public Task SendAsync(string replyTo, ClassificationReply reply, CancellationToken cancellationToken)
    {
        // A reply that finds no inbox, or a full one, is not missed: the result is in the archive.
        if (inboxes.TryGetValue(replyTo, out var inbox))
        {
            inbox.Writer.TryWrite(reply);
        }

        return Task.CompletedTask;
    }

    private sealed class Inbox(EmbeddedResponses owner, string address, ChannelReader<ClassificationReply> replies) : IResponseInbox
    {
        // One wait at a time, which is never cancelled: who sends the reply goes on with it then, and wakes no other thread.
        private Task<bool> arrival = Task.FromResult(true);

        public string Address => address;

        public async Task<IReadOnlyList<ClassificationReply>> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
        {
            try
            {
                if (arrival.IsCompleted)
                {
                    arrival = replies.WaitToReadAsync(CancellationToken.None).AsTask();
                }

                await arrival.WaitAsync(wait, owner.Time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Nothing came.
            }

            var taken = new List<ClassificationReply>();
            while (taken.Count < TakeMax && replies.TryRead(out var reply))
            {
                taken.Add(reply);
            }

            return taken;
        }

        public ValueTask DisposeAsync()
        {
            owner.inboxes.TryRemove(address, out _);
            return ValueTask.CompletedTask;
        }
    }

    private TimeProvider Time => time;
}
