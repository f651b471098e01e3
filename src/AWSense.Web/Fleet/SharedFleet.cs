using System.Text;
using System.Text.Json;
using AWSense.Scaling.Control;

namespace AWSense.Web.Fleet;

/// <summary>One look at queue and fleet for all who want to know the same, however many those are. Thread-safe.</summary>
internal sealed class SharedFleet(FleetView view, DecisionLog log)
{
    private readonly Lock gate = new();
    private Task<FleetMoment>? latest;
    private long latestNumber;

    /// <summary>Looks anew.</summary>
    public Task<FleetMoment> ReadAsync()
    {
        lock (gate)
        {
            latestNumber = log.Latest?.Number ?? 0;
            return latest = LookAsync(latestNumber);
        }
    }

    /// <summary>The last look, if no decision was taken and nothing failed since; else a new one, which all who ask meanwhile share.</summary>
    public Task<FleetMoment> AfterDecisionAsync()
    {
        lock (gate)
        {
            return latest is { IsFaulted: false } known && latestNumber == (log.Latest?.Number ?? 0) ? known : ReadAsync();
        }
    }

    private async Task<FleetMoment> LookAsync(long number)
    {
        await Task.Yield(); // nobody waits for the lock meanwhile
        return new(number, await view.ReadAsync(CancellationToken.None));
    }
}

/// <summary>Queue and fleet at one moment.</summary>
/// <param name="Number">The decision that they were read after; 0 before the first.</param>
/// <param name="Body">As clients see them.</param>
internal sealed record FleetMoment(long Number, FleetBody Body)
{
    private readonly Lazy<byte[]> frame = new(() => Encoding.UTF8.GetBytes(
        $"id: {Number}\nevent: fleet\ndata: {JsonSerializer.Serialize(Body, WebJson.Default.FleetBody)}\n\n"));

    /// <summary>The same as a server-sent event, written once for all streams.</summary>
    public ReadOnlyMemory<byte> Frame => frame.Value;
}
