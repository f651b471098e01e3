using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.Backends.Tests.Contracts;
using AWSense.Backends.Tests.Support;
using AWSense.Core.Archive;

namespace AWSense.Backends.Tests.Aws;

public abstract class AwsQueueContract(AwsServer server) : RequestQueueContract
{
    protected override bool CountsAreApproximate => true;

    protected override bool DeliversTwiceWhatIsSentTwice => true;

    protected override bool IsFoundFullLate => true;

    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await AwsBackend.StartAsync(server, setup);
}

public abstract class AwsLeaseContract(AwsServer server) : RequestLeaseContract
{
    protected override bool CountsAreApproximate => true;

    protected override bool UnbegunCountsAsDelivered => true; // SQS counts every receive

    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await AwsBackend.StartAsync(server, setup);
}

public abstract class AwsResponseContract(AwsServer server) : ResponseQueueContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await AwsBackend.StartAsync(server, setup);
}

public abstract class AwsPresenceContract(AwsServer server) : PresenceContract
{
    protected override bool WordsTravel => true;

    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await AwsBackend.StartAsync(server, setup);
}

public abstract class AwsSignalContract(AwsServer server) : SignalSourceContract
{
    protected override bool CountsAreApproximate => true;

    protected override bool AgeIsUnknown => true;

    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await AwsBackend.StartAsync(server, setup);
}

[Collection(OnFauxqs.Name)]
public sealed class FauxqsQueueTests(FauxqsServer server) : AwsQueueContract(server);

[Collection(OnFauxqs.Name)]
public sealed class FauxqsLeaseTests(FauxqsServer server) : AwsLeaseContract(server);

[Collection(OnFauxqs.Name)]
public sealed class FauxqsResponseTests(FauxqsServer server) : AwsResponseContract(server);

[Collection(OnFauxqs.Name)]
public sealed class FauxqsPresenceTests(FauxqsServer server) : AwsPresenceContract(server);

[Collection(OnFauxqs.Name)]
public sealed class FauxqsSignalTests(FauxqsServer server) : AwsSignalContract(server);

// They take longest, so they have a server of their own.
public sealed class MotoQueueTests(MotoServer server) : AwsQueueContract(server), IClassFixture<MotoServer>
{
    protected override bool MayLeaseToTwo => true; // as a standard queue of SQS may, though more seldom
}

[Collection(OnMoto.Name)]
public sealed class MotoLeaseTests(MotoServer server) : AwsLeaseContract(server);

[Collection(OnMoto.Name)]
public sealed class MotoResponseTests(MotoServer server) : AwsResponseContract(server);

[Collection(OnMoto.Name)]
public sealed class MotoPresenceTests(MotoServer server) : AwsPresenceContract(server);

[Collection(OnMoto.Name)]
public sealed class MotoSignalTests(MotoServer server) : AwsSignalContract(server);

/// <summary>Jobs and the archive rest on conditional writes, which fauxqs doesn't enforce: a second write of an object succeeds there.</summary>
[Collection(OnMoto.Name)]
public sealed class MotoJobTests(MotoServer server) : JobStoreContract
{
    protected override bool CountsAreApproximate => true;

    protected override bool QueueIsOpaque => true;

    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await AwsBackend.StartAsync(server, setup);
}

/// <summary>Step by step over SQS and S3, which needs the conditional writes of the jobs.</summary>
[Collection(OnMoto.Name)]
public sealed class MotoEndingTests(MotoServer server) : RequestEndingContract
{
    protected override bool CountsAreApproximate => true;

    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await AwsBackend.StartAsync(server, setup);
}

[Collection(OnMoto.Name)]
public sealed class MotoBeginningTests(MotoServer server) : RequestBeginningContract
{
    protected override bool CountsAreApproximate => true;

    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await AwsBackend.StartAsync(server, setup);
}

[Collection(OnMoto.Name)]
public sealed class MotoArchiveTests(MotoServer server) : ObjectStoreContract, IAsyncLifetime
{
    private AwsBackend backend = null!;

    protected override IObjectStore Store => backend.Archive;

    public async ValueTask InitializeAsync() => backend = await AwsBackend.StartAsync(server);

    public async ValueTask DisposeAsync()
    {
        if (backend is not null)
        {
            await backend.DisposeAsync();
        }
    }
}

[Collection(OnMoto.Name)]
public sealed class MotoNamedObjectsTests(MotoServer server) : NamedObjectsContract, IAsyncLifetime
{
    private AwsBackend backend = null!;

    protected override INamedObjects Named => backend.Get<INamedObjects>();

    public async ValueTask InitializeAsync() => backend = await AwsBackend.StartAsync(server);

    public async ValueTask DisposeAsync()
    {
        if (backend is not null)
        {
            await backend.DisposeAsync();
        }
    }
}
