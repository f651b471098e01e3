namespace AWSense.Evaluating;

/// <summary>A case and what came of it.</summary>
/// <param name="Case">What was tried.</param>
/// <param name="World">Where, as the table calls it.</param>
/// <param name="Live">Measured with real processes; null where it was only simulated.</param>
/// <param name="Simulated">From the simulator; for a case that was live, with the arrivals and the times that were measured there.</param>
internal sealed record EvaluationRow(EvaluationCase Case, string World, CaseFigures? Live, CaseFigures Simulated)
{
    /// <summary>The live figures where there are any.</summary>
    public CaseFigures Figures => Live ?? Simulated;

    /// <summary>How far the simulated makespan is from the live one, as a share of the latter; null where there is none.</summary>
    public double? MakespanError => Live is { Makespan: > 0 } live ? (Simulated.Makespan - live.Makespan) / live.Makespan : null;
}
