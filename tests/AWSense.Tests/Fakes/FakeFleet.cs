using AWSense.Core.Fleet;

namespace AWSense.Tests.Fakes;

/// <summary>A fleet whose members are in service as soon as they are wanted.</summary>
internal sealed class FakeFleet(TimeProvider time) : IFleet
{
    private readonly Lock gate = new();
    private readonly List<FleetMember> members = [];
    private int number;

    public int WorkersMax { get; set; } = 19;

    public int CrashesLastMinute { get; set; }

    public string? UnhealthyReason { get; set; }

    public Task SetDesiredAsync(int desiredWorkers, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(desiredWorkers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(desiredWorkers, WorkersMax);
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            while (members.Count < desiredWorkers)
            {
                members.Add(new($"worker-{++number}", FleetMemberState.InService, time.GetUtcNow()));
            }

            members.RemoveRange(desiredWorkers, members.Count - desiredWorkers);
        }

        return Task.CompletedTask;
    }

    public Task<FleetStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            return Task.FromResult(new FleetStatus(members.Count, WorkersMax, [.. members], CrashesLastMinute, UnhealthyReason));
        }
    }
}
