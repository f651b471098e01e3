using AWSense.Backends.Tests.Contracts;
using AWSense.Backends.Tests.Support;

namespace AWSense.Backends.Tests.Embedded.Broker;

public sealed class EmbeddedQueueTests : RequestQueueContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}

public sealed class EmbeddedLeasesTests : RequestLeaseContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}

public sealed class EmbeddedJobsTests : JobStoreContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}

public sealed class EmbeddedRunningJobsTests : RunningJobsContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}

public sealed class EmbeddedResponsesTests : ResponseQueueContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}

public sealed class EmbeddedPresenceTests : PresenceContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}

public sealed class EmbeddedSignalsTests : SignalSourceContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}

public sealed class StepwiseEndingTests : RequestEndingContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}

public sealed class EmbeddedBeginningTests : RequestBeginningContract
{
    protected override Task<Backend> OpenAsync(BackendSetup setup) => Task.FromResult<Backend>(new InProcessBackend(setup));
}
