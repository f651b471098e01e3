namespace AWSense.Proving;

/// <summary>A fault to come.</summary>
/// <param name="Pause">Time since the one before.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Choice">Tells which of several it meets: the remainder by their number.</param>
/// <param name="Length">How long it lasts, where it lasts.</param>
internal sealed record Fault(TimeSpan Pause, FaultKind Kind, int Choice, TimeSpan Length);

/// <summary>The faults of a run, as its seed says: endless, and the same for the same seed.</summary>
internal static class FaultSchedule
{
    // How often each comes, against the others. Replies and poison are there all the time.
    private static readonly (FaultKind Kind, int Weight)[] Weights =
        [(FaultKind.Worker, 60), (FaultKind.Service, 12), (FaultKind.Pause, 8), (FaultKind.Drain, 10), (FaultKind.Disk, 10)];

    public static IEnumerable<Fault> Of(ChaosPlan plan)
    {
        var random = new Random(plan.Seed);
        var wanted = Weights.Where(entry => plan.Faults.Contains(entry.Kind)).ToList();
        while (wanted.Count > 0)
        {
            var pause = plan.Pace * (0.25 + (1.5 * random.NextDouble()));
            yield return new(pause, Choose(wanted, random), random.Next(), LengthOf(random.NextDouble()));
        }
    }

    private static FaultKind Choose(List<(FaultKind Kind, int Weight)> wanted, Random random)
    {
        var at = random.Next(wanted.Sum(entry => entry.Weight));
        return wanted.First(entry => (at -= entry.Weight) < 0).Kind;
    }

    // From half a lease to two of them, so that some end meanwhile and some don't.
    private static TimeSpan LengthOf(double share) => ChaosSettings.Lease * (0.5 + (1.5 * share));
}
