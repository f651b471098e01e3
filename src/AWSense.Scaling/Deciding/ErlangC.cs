namespace AWSense.Scaling.Deciding;

/// <summary>Waiting in a queue with Poisson arrivals, exponential service and several servers (M/M/n).</summary>
/// <remarks>A. K. Erlang, 1917; the recursion over the Erlang B formula is the usual one, since it neither over- nor underflows.</remarks>
public static class ErlangC
{
    /// <summary>Probability that a request must wait.</summary>
    /// <param name="servers">Servers, at least 1.</param>
    /// <param name="load">Arrival rate times service time, in Erlang, from 0.</param>
    /// <returns>1 where the load isn't below the number of servers.</returns>
    public static double WaitProbability(int servers, double load)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(servers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(load);
        if (load >= servers)
        {
            return 1;
        }

        var blocked = 1.0; // Erlang B with no server
        for (var server = 1; server <= servers; server++)
        {
            blocked = load * blocked / (server + (load * blocked));
        }

        return blocked / (1 - (load / servers * (1 - blocked)));
    }

    /// <summary>Probability that a request waits longer than a time.</summary>
    /// <param name="waitInServiceTimes">The time, in mean service times; below 0 counts as 0.</param>
    public static double WaitBeyond(int servers, double load, double waitInServiceTimes) =>
        load >= servers ? 1 : WaitProbability(servers, load) * Math.Exp(-(servers - load) * Math.Max(0, waitInServiceTimes));

    /// <summary>Mean wait, in mean service times; infinite where the load isn't below the number of servers.</summary>
    public static double MeanWait(int servers, double load) =>
        load >= servers ? double.PositiveInfinity : WaitProbability(servers, load) / (servers - load);
}
