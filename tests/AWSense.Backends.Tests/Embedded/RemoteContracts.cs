using AWSense.Backends.Embedded.Wire;
using AWSense.Backends.Tests.Contracts;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;

namespace AWSense.Backends.Tests.Embedded;

public sealed class RemoteRequestQueueTests : RequestQueueContract, IAsyncLifetime
{
    private readonly BrokerFixture fixture = new();
    private IRequestQueue? queue;

    protected override IRequestQueue Queue => queue!;

    protected override Task LetLeasesEndAsync() => fixture.LetLeasesEndAsync();

    public async ValueTask InitializeAsync()
    {
        await fixture.StartServerAsync();
        queue = new RemoteQueue(fixture.Connect());
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}

public sealed class RemoteJobStoreTests : JobStoreContract, IAsyncLifetime
{
    private readonly BrokerFixture fixture = new();
    private IJobStore? jobs;

    protected override IJobStore Jobs => jobs!;

    public async ValueTask InitializeAsync()
    {
        await fixture.StartServerAsync();
        jobs = new RemoteJobs(fixture.Connect());
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}

public sealed class RemotePresenceTests : PresenceContract, IAsyncLifetime
{
    private readonly BrokerFixture fixture = new();
    private IPresence? presence;

    protected override IPresence Presence => presence!;

    public async ValueTask InitializeAsync()
    {
        await fixture.StartServerAsync();
        presence = new RemotePresence(fixture.Connect());
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}

public sealed class RemoteSignalSourceTests : SignalSourceContract, IAsyncLifetime
{
    private readonly BrokerFixture fixture = new();
    private BrokerConnection? connection;

    protected override ISignalSource Signals => new RemotePresence(connection!);

    protected override IRequestQueue Queue => new RemoteQueue(connection!);

    public async ValueTask InitializeAsync()
    {
        await fixture.StartServerAsync();
        connection = fixture.Connect();
    }

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}
