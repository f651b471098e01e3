namespace AWSense.Load.Comparing;

/// <summary>A figure of two runs.</summary>
/// <param name="Name">What it is, with its unit.</param>
/// <param name="PairedBy">What a pair is: picture, block, second, or run, where there is only one.</param>
/// <param name="Pairs">How many pairs there are.</param>
/// <param name="Old">Mean of the older run's sides.</param>
/// <param name="New">Mean of the newer run's sides.</param>
/// <param name="Difference">Mean of newer less older.</param>
/// <param name="Interval">Its 95 % interval; null with too few pairs.</param>
/// <param name="LessIsBetter">Whether a smaller figure is the better one.</param>
internal sealed record ComparedFigure(
    string Name, string PairedBy, int Pairs, double Old, double New, double Difference, (double Low, double High)? Interval, bool LessIsBetter)
{
    /// <summary>What it says: <c>better</c>, <c>worse</c>, <c>no difference shown</c> where the interval holds 0, or <c>too few pairs</c>.</summary>
    public string Verdict => Interval switch
    {
        null => "too few pairs",
        { Low: <= 0, High: >= 0 } => "no difference shown",
        { High: < 0 } => LessIsBetter ? "better" : "worse",
        _ => LessIsBetter ? "worse" : "better",
    };

    /// <summary>From the two sides of each pair.</summary>
    public static ComparedFigure Of(string name, string pairedBy, IReadOnlyList<(double Old, double New)> pairs, bool lessIsBetter)
    {
        double[] differences = [.. pairs.Select(pair => pair.New - pair.Old)];
        return new(
            name,
            pairedBy,
            pairs.Count,
            pairs.Select(pair => pair.Old).DefaultIfEmpty().Average(),
            pairs.Select(pair => pair.New).DefaultIfEmpty().Average(),
            differences.DefaultIfEmpty().Average(),
            PairedBootstrap.Interval(differences),
            lessIsBetter);
    }
}
