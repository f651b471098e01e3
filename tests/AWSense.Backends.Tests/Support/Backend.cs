using AWSense.Core.Fleet;
using AWSense.Core.Jobs;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Results;

namespace AWSense.Backends.Tests.Support;

/// <summary>The ports of one backend, fresh for one test.</summary>
public abstract class Backend : IAsyncDisposable
{
    public abstract IRequestQueue Requests { get; }

    public abstract IJobStore Jobs { get; }

    public abstract IPresence Presence { get; }

    public abstract ISignalSource Signals { get; }

    /// <summary>Where the web tier opens its inboxes.</summary>
    public abstract IResponseQueue WebResponses { get; }

    /// <summary>Where workers send replies.</summary>
    public abstract IResponseQueue WorkerResponses { get; }

    /// <summary>How the web tier begins requests.</summary>
    public virtual IRequestBeginning Beginning => new StepwiseBeginning(Jobs, Requests);

    /// <summary>How workers end requests.</summary>
    public virtual IRequestEnding Ending => new StepwiseEnding(Jobs, WorkerResponses, Requests);

    /// <summary>Lets time pass, on the backend's clock.</summary>
    public abstract Task PassAsync(TimeSpan time);

    /// <summary>Makes the backend unreachable for good.</summary>
    public abstract Task BreakAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>What a test asks of its backend.</summary>
public sealed record BackendSetup
{
    public LimitOptions Limits { get; } = new();

    public LeaseOptions Leases { get; } = new();
}
