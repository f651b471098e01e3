using AWSense.Scaling.Simulation.Workloads;

namespace AWSense.Scaling.Simulation.Suite;

/// <summary>A workload that policies are tried on, with what is known of it.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Seed">What it was drawn from; all other chance of a run is drawn from it too.</param>
/// <param name="LatencyLimit">95 of 100 requests should be answered within this time.</param>
/// <param name="Bound">What it costs a schedule that knows every request beforehand, in instance-seconds; null when nobody has computed it.</param>
/// <param name="Load">Reads or draws the requests.</param>
public sealed record SuiteCase(string Workload, int Seed, TimeSpan LatencyLimit, double? Bound, Func<Workload> Load)
{
    private const int Seeds = 3;

    /// <summary>The drawn workloads of the catalogue, three seeds each.</summary>
    public static IReadOnlyList<SuiteCase> Drawn() =>
    [
        .. WorkloadCatalog.Suite.SelectMany(recipe => Enumerable.Range(1, Seeds).Select(seed =>
            new SuiteCase(recipe.Name, seed, recipe.LatencyLimit, null, () => recipe.Draw(seed)))),
    ];
}
