namespace AWSense.Scaling.Policies.Files;

/// <summary>The words of one enumeration.</summary>
internal sealed class Words<T>(params (T Value, string Word)[] pairs)
    where T : notnull
{
    public IReadOnlyList<string> All { get; } = [.. pairs.Select(pair => pair.Word)];

    public string Of(T value) => pairs.Single(pair => pair.Value.Equals(value)).Word;

    public bool TryFind(string word, out T value)
    {
        var index = Array.FindIndex(pairs, pair => pair.Word == word);
        value = pairs[Math.Max(index, 0)].Value;
        return index >= 0;
    }
}

/// <summary>The words of all enumerations of a policy.</summary>
internal static class Vocabulary
{
    public static Words<ScalingObjective> Objectives { get; } = new((ScalingObjective.Economy, "economy"), (ScalingObjective.Steady, "steady"));

    public static Words<WarmPoolState> WarmPoolStates { get; } =
        new((WarmPoolState.Stopped, "Stopped"), (WarmPoolState.Running, "Running"), (WarmPoolState.Hibernated, "Hibernated"));

    public static Words<SignalSource> Sources { get; } = new((SignalSource.Direct, "direct"), (SignalSource.CloudWatch, "cloudwatch"));

    public static Words<MissingSignals> MissingSignals { get; } = new((Policies.MissingSignals.Hold, "hold"), (Policies.MissingSignals.Fallback, "fallback"));

    public static Words<FallbackBehavior> Fallbacks { get; } =
        new((FallbackBehavior.CurrentIfHigher, "currentIfHigher"), (FallbackBehavior.Static, "static"), (FallbackBehavior.Current, "current"));

    public static Words<MetricStatistic> Statistics { get; } = new(
        (MetricStatistic.Average, "Average"),
        (MetricStatistic.Maximum, "Maximum"),
        (MetricStatistic.Minimum, "Minimum"),
        (MetricStatistic.Sum, "Sum"),
        (MetricStatistic.SampleCount, "SampleCount"));

    public static Words<MissingData> MissingData { get; } = new(
        (Policies.MissingData.Missing, "missing"),
        (Policies.MissingData.Ignore, "ignore"),
        (Policies.MissingData.Breaching, "breaching"),
        (Policies.MissingData.NotBreaching, "notBreaching"));

    public static Words<Comparison> Comparisons { get; } = new(
        (Comparison.GreaterThan, ">"), (Comparison.GreaterThanOrEqual, ">="), (Comparison.LessThan, "<"), (Comparison.LessThanOrEqual, "<="));

    public static Words<AdjustmentType> Adjustments { get; } = new(
        (AdjustmentType.ChangeInCapacity, "ChangeInCapacity"),
        (AdjustmentType.PercentChangeInCapacity, "PercentChangeInCapacity"),
        (AdjustmentType.ExactCapacity, "ExactCapacity"));

    public static Words<DrainMode> DrainModes { get; } = new((DrainMode.Graceful, "graceful"), (DrainMode.Kill, "kill"));

    public static Words<VictimOrder> Victims { get; } = new((VictimOrder.IdleFirst, "idleFirst"), (VictimOrder.OldestFirst, "oldestFirst"));

    public static Words<Actuation> Actuations { get; } =
        new((Actuation.Direct, "direct"), (Actuation.HiResTargetTracking, "hiResTargetTracking"), (Actuation.Native, "native"));

    /// <summary>Whether zones are balanced.</summary>
    public static Words<bool> Rebalances { get; } = new((false, "suspended"), (true, "active"));
}
