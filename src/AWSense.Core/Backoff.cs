namespace AWSense.Core;

/// <summary>How long to wait after failures in a row: a first delay that doubles with each, up to a bound.</summary>
/// <param name="First">After one failure.</param>
/// <param name="Max">After very many.</param>
public sealed record Backoff(TimeSpan First, TimeSpan Max)
{
    // Beyond this the delay is over any sensible bound, and the power must not overflow.
    private const int DoublingsMax = 10;

    /// <summary>The delay after that many failures, at least 1.</summary>
    public TimeSpan After(int failures)
    {
        var delay = First * Math.Pow(2, Math.Min(failures - 1, DoublingsMax));
        return delay < Max ? delay : Max;
    }
}
