using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Queues;

namespace AWSense.Web.Metrics;

/// <summary>Reads what gauges tell, since they are asked without waiting.</summary>
internal sealed class GaugeReader(WebMetrics metrics, ISignalSource signals, IPresence presence, IFleet fleet, IObjectStore archive)
{
    /// <summary>Reads queue, fleet and archive for the next look at the gauges.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken) =>
        metrics.Take(new(await ReadFleetAsync(cancellationToken), await IsWritableAsync(cancellationToken)));

    private async Task<FleetReading?> ReadFleetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new(
                await signals.ReadAsync(cancellationToken),
                await presence.ReadAsync(cancellationToken),
                (await fleet.GetStatusAsync(cancellationToken)).DesiredWorkers);
        }
        catch (BackendUnavailableException)
        {
            return null; // A missing value is told as missing.
        }
    }

    private async Task<bool> IsWritableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await archive.ProbeAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is StorageFullException or BackendUnavailableException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
