namespace AWSense.Core;

/// <summary>Work that is done again and again for as long as a process runs.</summary>
public static class Turns
{
    /// <summary>Takes turns until it is stopped: the first at once, the others at a pace. A turn that fails is told, and the next one tries again.</summary>
    /// <param name="turn">One turn.</param>
    /// <param name="pace">Time between the end of a turn and the begin of the next.</param>
    /// <param name="failed">Told of a turn that failed, and how many have in a row. A broken invariant is not told but thrown.</param>
    public static async Task RunAsync(
        Func<CancellationToken, Task> turn, TimeSpan pace, Action<Exception, int> failed, TimeProvider time, CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await turn(stoppingToken);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not InvariantException)
            {
                // Loop boundary: one failed turn must not end the service.
                failed(exception, ++failures);
            }

            await Task.Delay(pace, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
