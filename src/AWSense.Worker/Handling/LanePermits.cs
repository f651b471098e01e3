using AWSense.Core.Requests;

namespace AWSense.Worker.Handling;

/// <summary>So many permits for each lane, so that none waits for the other.</summary>
/// <param name="each">Permits of a lane.</param>
internal sealed class LanePermits(int each) : IDisposable
{
    private readonly SemaphoreSlim[] free = [new(each), new(each)];

    /// <summary>Waits for a permit of the lane; who comes first is first.</summary>
    /// <returns>False when the worker is to end; no permit is taken then.</returns>
    public async Task<bool> TryTakeAsync(Lane lane, CancellationToken stoppingToken)
    {
        try
        {
            await free[(int)lane].WaitAsync(stoppingToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Gives a permit back.</summary>
    public void Return(Lane lane) => free[(int)lane].Release();

    public void Dispose()
    {
        foreach (var lane in free)
        {
            lane.Dispose();
        }
    }
}
