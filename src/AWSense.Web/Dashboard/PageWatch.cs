using AWSense.Web.Problems;

namespace AWSense.Web.Dashboard;

/// <summary>Looks again and again for as long as a page is open. A look that fails for now isn't the last one.</summary>
/// <param name="pace">Time between two looks.</param>
internal sealed class PageWatch(TimeSpan pace, TimeProvider time)
{
    /// <summary>Whether the last look succeeded; while it didn't, the page shows what was seen before.</summary>
    public bool IsCurrent { get; private set; } = true;

    /// <summary>Looks until the page is left.</summary>
    /// <param name="look">One look. What it throws ends the watch, unless the same may succeed later.</param>
    /// <param name="onChange">Told when <see cref="IsCurrent"/> has changed.</param>
    /// <param name="left">Ends the watch, and nothing is thrown.</param>
    public async Task RunAsync(Func<Task> look, Action onChange, CancellationToken left)
    {
        using var timer = new PeriodicTimer(pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(left))
            {
                var wasCurrent = IsCurrent;
                IsCurrent = await TryAsync(look);
                if (IsCurrent != wasCurrent)
                {
                    onChange();
                }
            }
        }
        catch (Exception exception) when (left.IsCancellationRequested && (exception is OperationCanceledException or ObjectDisposedException))
        {
            // The page was left, and what a look needs may have gone with it.
        }
    }

    private static async Task<bool> TryAsync(Func<Task> look)
    {
        try
        {
            await look();
            return true;
        }
        catch (Exception exception) when (FailureProblems.Of(exception).Kind.Retryable)
        {
            return false; // the page tells it, and the adapter has logged it
        }
    }
}
