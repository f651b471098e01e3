using AWSense.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AWSense.Backends.Aws;

/// <summary>Does something again and again for as long as the process runs: at once, and then at a pace. A turn that fails is told, and the next one tries again.</summary>
/// <param name="what">What it does, for the log: <c>Sweeping dead letters</c>.</param>
/// <param name="pace">Time between the end of a turn and the begin of the next.</param>
/// <param name="turn">One turn.</param>
internal sealed partial class TurnService(
    string what, TimeSpan pace, Func<CancellationToken, Task> turn, TimeProvider time, ILogger<TurnService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the first turn must not hold up the start
        await Turns.RunAsync(turn, pace, (exception, failures) => LogTurnFailed(exception, what, failures, pace), time, stoppingToken);
    }

    [LoggerMessage(EventId = 4502, Level = LogLevel.Warning, Message = "{What} failed {Failures} times in a row; next turn in {Pace}.")]
    private partial void LogTurnFailed(Exception exception, string what, int failures, TimeSpan pace);
}
