using AWSense.Backends.Embedded.Broker;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;

namespace AWSense.Backends.Tests.Embedded.Broker;

public sealed class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_sent_is_there_after_a_restart_in_its_order()
    {
        await using var backend = new InProcessBackend();
        var sent = Some.Requests(12);
        foreach (var request in sent)
        {
            await backend.Requests.SendAsync(request, Lane.Interactive, Durability.Process, Token);
        }

        await backend.RestartAsync();

        var leases = (await ReceiveAsync(backend)).Concat(await ReceiveAsync(backend));
        Assert.Equal(sent, leases.Select(lease => lease.Request));
    }

    [Fact]
    public async Task Delivery_counts_outlive_a_restart_and_leases_do_not()
    {
        await using var backend = new InProcessBackend();
        await backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);
        await backend.Requests.ReleaseAsync(Assert.Single(await ReceiveAsync(backend)), begun: true, Token);
        var lease = Assert.Single(await ReceiveAsync(backend));

        await backend.RestartAsync();

        Assert.False(await backend.Requests.ExtendAsync(lease, Token));
        await backend.Requests.CompleteAsync(lease, Token); // a receipt of another life
        Assert.Equal(3, Assert.Single(await ReceiveAsync(backend)).DeliveryCount);
    }

    [Fact]
    public async Task Completed_requests_and_ended_jobs_stay_so()
    {
        await using var backend = new InProcessBackend();
        var job = Some.Job();
        await backend.Jobs.AcceptAsync(job, Token);
        await backend.Requests.SendAsync(Some.Request(job.Id), Lane.Bulk, Durability.PowerLoss, Token);
        await backend.Requests.CompleteAsync(Assert.Single(await ReceiveAsync(backend)), Token);
        await backend.Jobs.FinishAsync(Some.Completion(job.Id), Token);

        await backend.RestartAsync();

        await backend.Requests.SendAsync(Some.Request(job.Id), Lane.Bulk, Durability.Process, Token);
        Assert.Empty(await ReceiveAsync(backend));
        Assert.Equal(RequestState.Succeeded, (await backend.Jobs.FindAsync(job.Id, Token))!.State);
    }

    [Fact]
    public async Task The_end_of_the_broker_ends_waits_and_refuses_what_comes_after()
    {
        await using var backend = new InProcessBackend();
        var receiving = backend.Requests.ReceiveAsync(1, QueueLimits.WaitMax, Token);

        await backend.BreakAsync();

        Assert.Empty(await receiving);
        await Assert.ThrowsAsync<BackendUnavailableException>(
            () => backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token));
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Jobs.FindAsync(Some.Id(), Token));
    }

    [Fact]
    public void A_damaged_file_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("queue.db");
        File.WriteAllText(path, new string('x', 5000));

        var refusal = Assert.Throws<IOException>(
            () => EmbeddedBroker.Open(path, new LimitOptions(), new LeaseOptions(), TimeProvider.System, NullLogger<EmbeddedBroker>.Instance));

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_sent_right_before_the_end_is_there_after_it()
    {
        await using var backend = new InProcessBackend();
        for (var round = 0; round < 50; round++)
        {
            _ = Enumerable.Range(0, 8).Select(_ => backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token)).ToList();
            await backend.RestartAsync();
        }

        Assert.Equal(400, (await backend.Signals.ReadAsync(Token)).Bulk.Waiting);
    }

    private static Task<IReadOnlyList<RequestLease>> ReceiveAsync(Backend backend) =>
        backend.Requests.ReceiveAsync(QueueLimits.ReceiveMax, TimeSpan.Zero, Token);
}
