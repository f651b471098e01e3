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
    /// <param name="firstSeed">The first of the seeds; the others follow it.</param>
    public static IReadOnlyList<SuiteCase> Drawn(int firstSeed) => [.. WorkloadCatalog.Suite.SelectMany(recipe => Draw(recipe, firstSeed))];

    /// <summary>A suite whose workloads with a name of the catalogue are drawn anew, three seeds each; recorded ones stay as they are.</summary>
    /// <remarks>Nobody has computed a bound for what is drawn here, so that of the others is left out too: one mean can't be over both.</remarks>
    public static IReadOnlyList<SuiteCase> Redraw(IReadOnlyList<SuiteCase> cases, int firstSeed) =>
    [
        .. cases.GroupBy(suiteCase => suiteCase.Workload).SelectMany(same => WorkloadCatalog.Suite.FirstOrDefault(recipe => recipe.Name == same.Key) is { } recipe
            ? Draw(recipe with { LatencyLimit = same.First().LatencyLimit }, firstSeed)
            : same.Select(suiteCase => suiteCase with { Bound = null })),
    ];

    private static IEnumerable<SuiteCase> Draw(WorkloadRecipe recipe, int firstSeed) => Enumerable.Range(0, Seeds).Select(number => unchecked(firstSeed + number)).Select(seed =>
        new SuiteCase(recipe.Name, seed, recipe.LatencyLimit, null, () => recipe.Draw(seed)));
}
