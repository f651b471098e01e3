using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using CsCheck;

namespace AWSense.Backends.Tests.Embedded.Broker;

/// <summary>Any order of operations, against a model of what a queue is. CsCheck prints the seed of a failure.</summary>
public sealed class QueueModelTests
{
    private static readonly Gen<Step[]> Steps =
        Gen.Select(Gen.Enum<Verb>(), Gen.Int[0, 1000], (verb, number) => new Step(verb, number)).Array[1, 60];

    private enum Verb
    {
        Send,
        SendAgain,
        Receive,
        Complete,
        CompleteStale,
        Release,
        ReleaseUnbegun,
        Extend,
        Expire,
        Restart,
    }

    [Fact]
    public async Task Nothing_is_lost_doubled_or_miscounted_in_any_order_of_operations() =>
        await Steps.SampleAsync(PlayAsync, iter: 150, threads: 2);

    private static async Task PlayAsync(Step[] steps)
    {
        await using var backend = new InProcessBackend();
        var model = new Model(backend);
        foreach (var step in steps)
        {
            await model.DoAsync(step);
            await model.CheckCountsAsync();
        }

        await model.DrainAsync();
    }

    private sealed record Step(Verb Verb, int Number);

    private sealed class Model(InProcessBackend backend)
    {
        private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(31);

        private readonly Dictionary<RequestId, int> waiting = []; // with the deliveries so far
        private readonly Dictionary<RequestId, RequestLease> leased = [];
        private readonly List<RequestLease> stale = [];
        private readonly List<RequestId> sent = [];

        private IRequestQueue Queue => backend.Requests;

        public Task DoAsync(Step step) => step.Verb switch
        {
            Verb.Send => SendAsync(step.Number),
            Verb.SendAgain => SendAgainAsync(step.Number),
            Verb.Receive => ReceiveAsync(1 + (step.Number % QueueLimits.ReceiveMax)),
            Verb.Complete => WithLeaseAsync(step.Number, CompleteAsync),
            Verb.CompleteStale => stale.Count > 0 ? Queue.CompleteAsync(stale[step.Number % stale.Count], default) : Task.CompletedTask,
            Verb.Release => WithLeaseAsync(step.Number, lease => ReleaseAsync(lease, begun: true)),
            Verb.ReleaseUnbegun => WithLeaseAsync(step.Number, lease => ReleaseAsync(lease, begun: false)),
            Verb.Extend => WithLeaseAsync(step.Number, async lease => Assert.True(await Queue.ExtendAsync(lease, default))),
            Verb.Expire => LoseAllAsync(() => backend.PassAsync(LeaseTime)),
            Verb.Restart => LoseAllAsync(backend.RestartAsync),
            _ => throw new ArgumentOutOfRangeException(nameof(step)),
        };

        public async Task CheckCountsAsync()
        {
            var signals = await backend.Signals.ReadAsync(default);
            Assert.Equal(waiting.Count, signals.Interactive.Waiting + signals.Bulk.Waiting);
            Assert.Equal(leased.Count, signals.Interactive.Leased + signals.Bulk.Leased);
            Assert.Equal(waiting.Count > 0, signals.OldestAge is not null);
        }

        public async Task DrainAsync()
        {
            while (waiting.Count > 0)
            {
                await ReceiveAsync(QueueLimits.ReceiveMax);
            }

            foreach (var lease in leased.Values.ToList())
            {
                await CompleteAsync(lease);
            }

            await CheckCountsAsync();
        }

        private async Task SendAsync(int number)
        {
            var request = Some.Request();
            await Queue.SendAsync(request, (Lane)(number % 2), Durability.Process, default);
            sent.Add(request.Id);
            waiting.Add(request.Id, 0);
        }

        private async Task SendAgainAsync(int number)
        {
            var queued = sent.Where(id => waiting.ContainsKey(id) || leased.ContainsKey(id)).ToList();
            if (queued.Count > 0)
            {
                await Queue.SendAsync(Some.Request(queued[number % queued.Count]), Lane.Bulk, Durability.Process, default);
            }
        }

        private async Task ReceiveAsync(int max)
        {
            var leases = await Queue.ReceiveAsync(max, TimeSpan.Zero, default);
            Assert.Equal(Math.Min(max, waiting.Count), leases.Count);
            foreach (var lease in leases)
            {
                Assert.True(waiting.Remove(lease.Request.Id, out var deliveries), "what was leased waited");
                Assert.Equal(deliveries + 1, lease.DeliveryCount);
                leased.Add(lease.Request.Id, lease);
            }
        }

        private async Task CompleteAsync(RequestLease lease)
        {
            await Queue.CompleteAsync(lease, default);
            leased.Remove(lease.Request.Id);
            stale.Add(lease);
        }

        private async Task ReleaseAsync(RequestLease lease, bool begun)
        {
            await Queue.ReleaseAsync(lease, begun, default);
            GiveBack(lease, lease.DeliveryCount - (begun ? 0 : 1));
        }

        private async Task LoseAllAsync(Func<Task> how)
        {
            await how();
            foreach (var lease in leased.Values.ToList())
            {
                GiveBack(lease, lease.DeliveryCount);
            }
        }

        private void GiveBack(RequestLease lease, int deliveries)
        {
            leased.Remove(lease.Request.Id);
            waiting.Add(lease.Request.Id, deliveries);
            stale.Add(lease);
        }

        private Task WithLeaseAsync(int number, Func<RequestLease, Task> use) =>
            leased.Count > 0 ? use(leased.Values.ElementAt(number % leased.Count)) : Task.CompletedTask;
    }
}
