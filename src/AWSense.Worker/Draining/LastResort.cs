using AWSense.Core;
using AWSense.Worker.Leases;
using Microsoft.Extensions.Logging;

namespace AWSense.Worker.Draining;

/// <summary>What to do when a worker must go before its work is done: give all of it back, so that another has it at once, and end the process.</summary>
internal sealed partial class LastResort(LeaseReturn leases, ProcessEnd end, ILogger<LastResort> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Ends the process within seconds, whatever the queue does.</summary>
    public async Task EndProcessAsync()
    {
        LogOverdue();
        try
        {
            using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
            await leases.ReturnAllAsync(but: null, begun: true, patience.Token);
        }
        catch (Exception exception) when (exception is not InvariantException)
        {
            // Process boundary: leases that could not be given back end by themselves.
            LogNotGivenBack(exception);
        }

        end.Now(ProcessEnd.DrainOverdue);
    }

    [LoggerMessage(EventId = 2502, Level = LogLevel.Warning, Message = "The worker did not drain in time; what it has in hand is given back, and the process ends.")]
    private partial void LogOverdue();

    [LoggerMessage(EventId = 2503, Level = LogLevel.Warning, Message = "Not every lease could be given back before the end.")]
    private partial void LogNotGivenBack(Exception exception);
}
