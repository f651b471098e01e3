using AWSense.Backends.Embedded.Data;
using AWSense.Backends.Embedded.Wire;
using AWSense.Backends.Tests.Contracts;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Embedded;

/// <summary>What the embedded broker promises beyond the ports.</summary>
public sealed class BrokerTests : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly BrokerFixture fixture = new(queueDepthMax: 3, lease: TimeSpan.FromSeconds(1));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lease_ends_by_itself_and_wakes_a_waiting_receiver()
    {
        await SendAsync(Samples.Request());
        Assert.Single(await fixture.Broker.Requests.ReceiveAsync(1, Soon, Token));

        var again = Assert.Single(await fixture.Broker.Requests.ReceiveAsync(1, Soon, Token));

        Assert.Equal(2, again.DeliveryCount);
    }

    [Fact]
    public async Task A_full_queue_takes_no_more_but_knows_what_it_has()
    {
        var first = Samples.Request();
        await SendAsync(first);
        await SendAsync(Samples.Request());
        await SendAsync(Samples.Request());

        var full = await Assert.ThrowsAsync<QueueFullException>(() => SendAsync(Samples.Request()));
        await SendAsync(first);

        Assert.Equal(3, full.Depth);
        Assert.Equal(3, (await fixture.Broker.ReadAsync(Token)).Backlog);
    }

    [Fact]
    public async Task A_refused_send_does_not_spoil_the_others_of_its_batch()
    {
        var sends = Enumerable.Range(0, 20).Select(_ => Record.ExceptionAsync(() => SendAsync(Samples.Request())).AsTask());
        var outcomes = await Task.WhenAll(sends);

        Assert.Equal(3, outcomes.Count(exception => exception is null));
        Assert.All(outcomes.Where(exception => exception is not null), exception => Assert.IsType<QueueFullException>(exception));
    }

    [Fact]
    public async Task Everything_queued_waits_after_a_restart_and_old_receipts_fit_nothing()
    {
        await SendAsync(Samples.Request());
        await SendAsync(Samples.Request());
        var old = Assert.Single(await fixture.Broker.Requests.ReceiveAsync(1, Soon, Token));

        await fixture.RestartAsync();

        Assert.Equal(new(2, 0), (await fixture.Broker.ReadAsync(Token)).Interactive with { OldestAge = null });
        var leases = await fixture.Broker.Requests.ReceiveAsync(10, Soon, Token);
        await fixture.Broker.Requests.CompleteAsync(old, Token);
        Assert.Equal([1, 2], leases.Select(lease => lease.DeliveryCount).Order());
        Assert.Equal(new(0, 2), (await fixture.Broker.ReadAsync(Token)).Interactive);
    }

    [Fact]
    public async Task A_request_whose_job_has_ended_is_not_queued()
    {
        var job = Samples.Job();
        await fixture.Broker.Jobs.AcceptAsync(job, Token);
        await fixture.Broker.Jobs.FinishAsync(Samples.Completion(job.Id), Token);

        await SendAsync(Samples.Request(job.Id));

        Assert.Empty(await fixture.Broker.Requests.ReceiveAsync(1, TimeSpan.Zero, Token));
    }

    [Fact]
    public async Task The_end_of_a_job_removes_its_waiting_message_but_not_its_leased_one()
    {
        var (waiting, leased) = (Samples.Job(), Samples.Job());
        await fixture.Broker.Jobs.AcceptAsync(waiting, Token);
        await fixture.Broker.Jobs.AcceptAsync(leased, Token);
        await SendAsync(Samples.Request(leased.Id));
        var lease = Assert.Single(await fixture.Broker.Requests.ReceiveAsync(1, Soon, Token));
        await SendAsync(Samples.Request(waiting.Id));

        await fixture.Broker.Jobs.FinishAsync(Samples.Completion(waiting.Id), Token);
        await fixture.Broker.Jobs.FinishAsync(Samples.Completion(leased.Id), Token);

        Assert.Equal(new(0, 1), (await fixture.Broker.ReadAsync(Token)).Interactive);
        Assert.True(await fixture.Broker.Requests.ExtendAsync(lease, Token));
    }

    [Fact]
    public async Task A_job_tells_its_place_in_the_queue_and_that_it_runs()
    {
        var (first, second) = (Samples.Job(), Samples.Job());
        await fixture.Broker.Jobs.AcceptAsync(first, Token);
        await fixture.Broker.Jobs.AcceptAsync(second, Token);
        await SendAsync(Samples.Request(first.Id));
        await SendAsync(Samples.Request(second.Id));
        Assert.Equal(2, (await fixture.Broker.Jobs.FindAsync(second.Id, Token))!.QueuePosition);

        await fixture.Broker.Requests.ReceiveAsync(1, Soon, Token);

        var running = await fixture.Broker.Jobs.FindAsync(first.Id, Token);
        Assert.Equal((RequestState.Running, null), (running!.State, running.QueuePosition));
        Assert.Equal(first.Id, Assert.Single(await fixture.Broker.Jobs.ListAsync(RequestState.Running, null, 10, Token)).Id);
        Assert.Equal(1, (await fixture.Broker.Jobs.FindAsync(second.Id, Token))!.QueuePosition);
    }

    [Fact]
    public async Task A_broken_connection_gives_its_leases_back_at_once()
    {
        await fixture.StartServerAsync();
        var worker = fixture.Connect();
        await SendAsync(Samples.Request());
        Assert.Single(await new RemoteQueue(worker).ReceiveAsync(1, Soon, Token));
        var other = fixture.Broker.Requests.ReceiveAsync(1, Soon, Token);

        await worker.DisposeAsync();

        Assert.Equal(2, Assert.Single(await other.WaitAsync(TimeSpan.FromMilliseconds(900), Token)).DeliveryCount);
        await Assert.ThrowsAsync<BackendUnavailableException>(() => new RemotePresence(worker).ReportAsync(Samples.Status("w"), Token));
    }

    [Fact]
    public async Task A_connection_is_lost_when_the_broker_stops()
    {
        await fixture.StartServerAsync();
        var worker = fixture.Connect();
        await new RemotePresence(worker).ReportAsync(Samples.Status("w"), Token);
        var receiving = new RemoteQueue(worker).ReceiveAsync(1, TimeSpan.FromSeconds(20), Token);

        await fixture.StopServerAsync();

        await worker.Lost.WaitAsync(Soon, Token);
        Assert.Empty(await fixture.Broker.Presence.ReadAsync(Token));
        await Assert.ThrowsAsync<BackendUnavailableException>(() => receiving);
    }

    [Fact]
    public void A_data_folder_is_opened_by_one_at_a_time() =>
        Assert.Throws<DataFolderException>(() => DataFolder.Open(fixture.Folder));

    [Fact]
    public void A_data_folder_of_a_later_format_is_refused_and_left_as_it_is()
    {
        using var folder = new TemporaryFolder();
        var format = Path.Combine(folder.Path, "format.json");
        File.WriteAllText(format, """{"version":2,"new":true}""");

        Assert.Throws<DataFolderException>(() => DataFolder.Open(folder.Path));
        Assert.Equal("""{"version":2,"new":true}""", File.ReadAllText(format));
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    private Task SendAsync(ClassificationRequest request) =>
        fixture.Broker.Requests.SendAsync(request, Lane.Interactive, Durability.PowerLoss, Token);
}
