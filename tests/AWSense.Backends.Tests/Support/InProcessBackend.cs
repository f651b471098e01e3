using AWSense.Backends.Embedded.Broker;
using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Queues;
using AWSense.Scaling.Recording;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AWSense.Backends.Tests.Support;

/// <summary>The broker in this process, with a clock that the test turns.</summary>
public sealed class InProcessBackend : Backend
{
    private readonly TemporaryFolder folder = new();
    private readonly BackendSetup setup;

    private readonly EventRecorder? recorder;

    public InProcessBackend(BackendSetup? setup = null, EventRecorder? recorder = null)
    {
        this.recorder = recorder;
        this.setup = setup ?? new();
        Broker = Open();
    }

    public FakeTimeProvider Time { get; } = new(Some.Noon);

    public EmbeddedBroker Broker { get; private set; }

    public string File => folder.File("queue.db");

    public override IRequestQueue Requests => Broker.Requests;

    public override IJobStore Jobs => Broker.Jobs;

    public override IRequestBeginning Beginning => Broker.Beginning;

    public override IPresence Presence => Broker.Presence;

    public override ISignalSource Signals => Broker;

    public override IResponseQueue WebResponses => Broker.Responses;

    public override IResponseQueue WorkerResponses => Broker.Responses;

    public override Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        return Task.CompletedTask;
    }

    public override async Task BreakAsync() => await Broker.DisposeAsync();

    /// <summary>Ends the broker and opens another on the same file.</summary>
    public async Task RestartAsync()
    {
        await Broker.DisposeAsync();
        Broker = Open();
    }

    public override async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        folder.Dispose();
    }

    private EmbeddedBroker Open() => EmbeddedBroker.Open(File, setup.Limits, setup.Leases, Time, NullLogger<EmbeddedBroker>.Instance, recorder);
}
