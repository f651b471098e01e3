using AWSense.Core.Fleet;

namespace AWSense.Scaling.Tests.Control;

/// <summary>A fleet whose members come and go as a test says; what is asked of it is kept.</summary>
internal sealed class StubFleet(TimeProvider time) : IFleet
{
    private int number;

    /// <summary>What was asked for, oldest first.</summary>
    public List<int> Orders { get; } = [];

    public List<FleetMember> Members { get; } = [];

    public int WorkersMax { get; set; } = 64;

    /// <summary>Nothing can be asked of it.</summary>
    public bool Broken { get; set; }

    /// <summary>Members come at once and in service; else a test adds them, and those that stay are all that are wanted.</summary>
    public bool Obedient { get; set; } = true;

    /// <summary>What comes is booting.</summary>
    public bool Slow { get; set; }

    public Task SetDesiredAsync(int desiredWorkers, CancellationToken cancellationToken)
    {
        ThrowIfBroken(cancellationToken);
        ArgumentOutOfRangeException.ThrowIfNegative(desiredWorkers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(desiredWorkers, WorkersMax);
        Orders.Add(desiredWorkers);
        while (Obedient && Members.Count < desiredWorkers)
        {
            Members.Add(new($"worker-{++number}", Slow ? FleetMemberState.Booting : FleetMemberState.InService, time.GetUtcNow()));
        }

        if (Obedient)
        {
            Members.RemoveRange(desiredWorkers, Members.Count - desiredWorkers);
        }

        return Task.CompletedTask;
    }

    public Task<FleetStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        ThrowIfBroken(cancellationToken);
        var desired = Obedient ? Orders.LastOrDefault() : Members.Count(member => member.State != FleetMemberState.Draining);
        return Task.FromResult(new FleetStatus(desired, WorkersMax, [.. Members], 0, null));
    }

    private void ThrowIfBroken(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Broken)
        {
            throw new InvalidOperationException("The fleet is broken.");
        }
    }
}
