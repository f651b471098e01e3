using AWSense.Backends.Tests.Contracts;
using AWSense.Backends.Tests.Support;

namespace AWSense.Backends.Tests.Embedded.Wire;

public sealed class RemoteQueueTests : RequestQueueContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}

public sealed class RemoteLeasesTests : RequestLeaseContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}

public sealed class RemoteJobsTests : JobStoreContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}

public sealed class RemoteRunningJobsTests : RunningJobsContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}

public sealed class RemoteResponsesTests : ResponseQueueContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}

public sealed class RemotePresenceTests : PresenceContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}

public sealed class RemoteSignalsTests : SignalSourceContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}

public sealed class RemoteEndingTests : RequestEndingContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}

/// <summary>Step by step, through a worker's connection.</summary>
public sealed class StepwiseBeginningTests : RequestBeginningContract
{
    protected override async Task<Backend> OpenAsync(BackendSetup setup) => await WireBackend.StartAsync(setup);
}
