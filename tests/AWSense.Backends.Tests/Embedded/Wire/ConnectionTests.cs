using System.Net.Sockets;
using AWSense.Backends.Embedded.Wire;
using AWSense.Backends.Tests.Support;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;

namespace AWSense.Backends.Tests.Embedded.Wire;

public sealed class ConnectionTests
{
    // Some hundreds of bytes each; a socket holds 208 KiB.
    private const int LeasesMax = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_leases_of_a_broken_connection_return_at_once_and_count()
    {
        await using var backend = await WireBackend.StartAsync();
        var request = Some.Request();
        await backend.Requests.SendAsync(request, Lane.Bulk, Durability.Process, Token);
        await using (var worker = BrokerConnection.Open(backend.Socket))
        {
            Assert.Single(await new RemoteQueue(worker).ReceiveAsync(1, QueueLimits.WaitMax, Token));
        }

        var again = Assert.Single(await backend.Requests.ReceiveAsync(1, Patience, Token)); // leases last 30 seconds

        Assert.Equal((request, 2), (again.Request, again.DeliveryCount));
    }

    [Fact]
    public async Task The_presence_of_a_broken_connection_is_gone()
    {
        await using var backend = await WireBackend.StartAsync();
        await backend.Presence.ReportAsync(Some.Worker("stays"), Token);
        await using (var worker = BrokerConnection.Open(backend.Socket))
        {
            await new RemotePresence(worker).ReportAsync(Some.Worker("goes"), Token);
            Assert.Equal(2, (await backend.Presence.ReadAsync(Token)).Count);
        }

        await Eventually.HoldsAsync(async () => (await backend.Presence.ReadAsync(Token)).Count == 1, "one worker is left");
        Assert.Equal("stays", Assert.Single(await backend.Presence.ReadAsync(Token)).WorkerId);
    }

    [Fact]
    public async Task A_wait_of_a_broken_connection_takes_nothing()
    {
        await using var backend = await WireBackend.StartAsync();
        var worker = BrokerConnection.Open(backend.Socket);
        await new RemotePresence(worker).ReportAsync(Some.Worker("worker"), Token);
        var receiving = new RemoteQueue(worker).ReceiveAsync(1, QueueLimits.WaitMax, Token);
        await worker.DisposeAsync();
        await Assert.ThrowsAsync<BackendUnavailableException>(() => receiving);
        await Eventually.HoldsAsync(async () => (await backend.Presence.ReadAsync(Token)).Count == 0, "the worker is gone");

        await backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);

        Assert.Equal(1, Assert.Single(await backend.Requests.ReceiveAsync(1, Patience, Token)).DeliveryCount);
    }

    [Fact]
    public async Task Leases_return_though_waits_end_while_the_connection_breaks()
    {
        await using var backend = await WireBackend.StartAsync();
        for (var round = 0; round < 20; round++)
        {
            await backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);
            var worker = BrokerConnection.Open(backend.Socket);
            var queue = new RemoteQueue(worker);
            Assert.Single(await queue.ReceiveAsync(1, Patience, Token));
            var waits = Enumerable.Range(0, 200).Select(number => queue.ReceiveAsync(1, TimeSpan.FromMilliseconds(number % 20), Token)).ToList();
            await Task.Delay(10, Token);
            await worker.DisposeAsync();
            await Task.WhenAll(waits).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);

            var again = Assert.Single(await backend.Requests.ReceiveAsync(1, TimeSpan.FromSeconds(5), Token));
            await backend.Requests.CompleteAsync(again, Token);
        }
    }

    [Fact]
    public async Task The_end_of_the_server_is_told_and_fails_what_is_pending()
    {
        await using var backend = await WireBackend.StartAsync();
        await backend.Signals.ReadAsync(Token);
        var receiving = backend.Requests.ReceiveAsync(1, QueueLimits.WaitMax, Token);
        Assert.False(backend.Connection.Lost.IsCompleted);

        await backend.BreakAsync();

        await backend.Connection.Lost.WaitAsync(Patience, Token);
        await Assert.ThrowsAsync<BackendUnavailableException>(() => receiving);
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Jobs.FindAsync(Some.Id(), Token));
    }

    [Fact]
    public async Task That_nobody_listens_is_told()
    {
        using var folder = new TemporaryFolder();
        await using var connection = BrokerConnection.Open(folder.File("b.sock"));

        await Assert.ThrowsAsync<BackendUnavailableException>(() => new RemoteJobs(connection).FindAsync(Some.Id(), Token));
        await connection.Lost.WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task A_connection_that_was_closed_takes_no_calls()
    {
        await using var backend = await WireBackend.StartAsync();
        await backend.Connection.DisposeAsync();

        Assert.True(backend.Connection.Lost.IsCompletedSuccessfully);
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Signals.ReadAsync(Token));
    }

    [Fact]
    public async Task An_operation_that_the_broker_cannot_do_is_refused_and_the_connection_goes_on()
    {
        await using var backend = await WireBackend.StartAsync();

        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Connection.CallAsync(new()));
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Connection.CallAsync(new() { FindJob = "no id" }));
        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Connection.CallAsync(new() { Send = new() }));

        Assert.Equal(0, (await backend.Signals.ReadAsync(Token)).Backlog);
    }

    [Fact]
    public async Task Who_sends_no_frames_is_let_go_and_the_others_are_served()
    {
        await using var backend = await WireBackend.StartAsync();
        using var stranger = Connect(backend.Socket);
        await stranger.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Token);

        Assert.Equal(0, await stranger.ReceiveAsync(new byte[1], Token).AsTask().WaitAsync(Patience, Token));
        Assert.Equal(0, (await backend.Signals.ReadAsync(Token)).Backlog);
    }

    [Fact]
    public async Task A_worker_that_reads_nothing_holds_up_no_other()
    {
        await using var backend = await WireBackend.StartAsync();
        using var stopped = Connect(backend.Socket);
        await SendAsync(stopped, [.. Enumerable.Range(1, LeasesMax).Select(number => new Operation
        {
            Number = (ulong)number,
            Receive = new() { MaxRequests = 1, WaitMilliseconds = 20_000 },
        })]);
        await Eventually.HoldsAsync(async () => await LeaseAsync() == LeasesMax, "it has more leases than its socket holds");

        await backend.Requests.SendAsync(Some.Request(), Lane.Interactive, Durability.Process, Token);

        Assert.Single(await backend.Requests.ReceiveAsync(1, Patience, Token));

        async Task<long> LeaseAsync()
        {
            var signals = await backend.Signals.ReadAsync(Token);
            await Task.WhenAll(Enumerable.Range(0, (int)Math.Min(100, LeasesMax - signals.Backlog))
                .Select(_ => backend.Requests.SendAsync(Some.Request(), Lane.Interactive, Durability.Process, Token)));
            return (await backend.Signals.ReadAsync(Token)).Interactive.Leased;
        }
    }

    [Fact]
    public async Task A_worker_that_dies_in_the_middle_of_a_frame_leaves_its_leases()
    {
        await using var backend = await WireBackend.StartAsync();
        await backend.Requests.SendAsync(Some.Request(), Lane.Bulk, Durability.Process, Token);
        using (var worker = Connect(backend.Socket))
        {
            await SendAsync(worker, new Operation { Number = 1, Receive = new() { MaxRequests = 1, WaitMilliseconds = 20_000 } });
            Assert.True(await worker.ReceiveAsync(new byte[FrameWriter.LengthBytes], Token) > 0); // it has its lease
            await worker.SendAsync(new byte[] { 100, 0, 0, 0, 1 }, Token);
        }

        Assert.Equal(2, Assert.Single(await backend.Requests.ReceiveAsync(1, Patience, Token)).DeliveryCount);
    }

    [Fact]
    public async Task An_end_that_is_refused_is_not_told_and_the_connection_goes_on()
    {
        await using var backend = await WireBackend.StartAsync();

        await backend.Connection.PostAsync(new() { End = new() { Receipt = "none", Finish = new() { Id = "no id" } } });

        Assert.Equal(0, (await backend.Signals.ReadAsync(Token)).Backlog);
    }

    [Fact]
    public async Task Nothing_is_posted_on_a_connection_that_is_lost()
    {
        await using var backend = await WireBackend.StartAsync();
        await backend.BreakAsync();
        await backend.Connection.Lost.WaitAsync(Patience, Token);

        await Assert.ThrowsAsync<BackendUnavailableException>(() => backend.Connection.PostAsync(new() { Complete = "none" }));
    }

    [Fact]
    public async Task A_socket_that_cannot_be_made_is_told()
    {
        using var folder = new TemporaryFolder();
        await using var backend = await WireBackend.StartAsync();

        Assert.Throws<IOException>(() => BrokerServer.Start(backend.Broker, folder.File("missing/b.sock")));
    }

    [Fact]
    public async Task Workers_open_no_inboxes()
    {
        await using var backend = await WireBackend.StartAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => backend.WorkerResponses.OpenAsync(Token));
    }

    private static async Task SendAsync(Socket socket, params Operation[] operations)
    {
        for (var frame = new FrameWriter().Write(new OperationFrame { Operations = { operations } }); frame.Length > 0;)
        {
            frame = frame[await socket.SendAsync(frame, Token)..];
        }
    }

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }
}
