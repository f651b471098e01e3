using AWSense.Backends.Embedded.Archive;
using AWSense.Backends.Tests.Contracts;
using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;

namespace AWSense.Backends.Tests.Embedded;

public sealed class LocalRequestQueueTests : RequestQueueContract, IAsyncDisposable
{
    private readonly BrokerFixture fixture = new();

    protected override IRequestQueue Queue => fixture.Broker.Requests;

    protected override Task LetLeasesEndAsync() => fixture.LetLeasesEndAsync();

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}

public sealed class LocalJobStoreTests : JobStoreContract, IAsyncDisposable
{
    private readonly BrokerFixture fixture = new();

    protected override IJobStore Jobs => fixture.Broker.Jobs;

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}

public sealed class LocalResponseQueueTests : ResponseQueueContract, IAsyncDisposable
{
    private readonly BrokerFixture fixture = new();

    protected override IResponseQueue Responses => fixture.Broker.Responses;

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}

public sealed class LocalPresenceTests : PresenceContract, IAsyncDisposable
{
    private readonly BrokerFixture fixture = new();

    protected override IPresence Presence => fixture.Broker.Presence;

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}

public sealed class LocalSignalSourceTests : SignalSourceContract, IAsyncDisposable
{
    private readonly BrokerFixture fixture = new();

    protected override ISignalSource Signals => fixture.Broker;

    protected override IRequestQueue Queue => fixture.Broker.Requests;

    public ValueTask DisposeAsync() => fixture.DisposeAsync();
}

public sealed class FileObjectStoreContractTests : ObjectStoreContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override IObjectStore Store => new FileObjectStore(folder.Path, new RetentionOptions { FreeBytesMin = 0 }, TimeProvider.System);

    public void Dispose() => folder.Dispose();
}
