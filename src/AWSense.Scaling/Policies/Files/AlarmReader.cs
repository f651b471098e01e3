namespace AWSense.Scaling.Policies.Files;

/// <summary>Reads the alarms of a rule; what an alarm doesn't say itself, the rule says for both.</summary>
internal static class AlarmReader
{
    /// <summary>An alarm of defaults; what has none is left for each alarm to say.</summary>
    public static AlarmRule Standard { get; } = new() { Threshold = 0, Comparison = Comparison.GreaterThan, Adjustments = [] };

    /// <summary>The terms that are given for one alarm or for both.</summary>
    public static AlarmRule Terms(Section section, AlarmRule inherited) => inherited with
    {
        Metric = section.Text("metric", inherited.Metric),
        Statistic = section.Word("statistic", inherited.Statistic, Vocabulary.Statistics),
        Period = section.Duration("period", inherited.Period),
        EvaluationPeriods = section.Whole("evaluationPeriods", inherited.EvaluationPeriods),
        DatapointsToAlarm = section.WholeOrNull("datapointsToAlarm", inherited.DatapointsToAlarm),
        TreatMissing = section.Word("treatMissing", inherited.TreatMissing, Vocabulary.MissingData),
        Type = section.Word("type", inherited.Type, Vocabulary.Adjustments),
        MinMagnitude = section.WholeOrNull("minMagnitude", inherited.MinMagnitude),
    };

    /// <summary>The alarm under a key; null where there is none.</summary>
    public static AlarmRule? Read(Section rule, string key, AlarmRule inherited)
    {
        var section = rule.Child(key);
        if (section.IsStandIn || rule.IsNull(key))
        {
            return null;
        }

        section.Require("An alarm needs all of threshold, comparison and adjustments.", "threshold", "comparison", "adjustments");
        var alarm = Terms(section, inherited) with
        {
            Threshold = section.Number("threshold", inherited.Threshold),
            Comparison = section.Word("comparison", inherited.Comparison, Vocabulary.Comparisons),
            Adjustments = [.. (section.Children("adjustments") ?? []).Select(Adjustment)],
        };
        section.End();
        return alarm;
    }

    private static StepAdjustment Adjustment(Section section)
    {
        section.Require("It is how many workers are added; below 0, given up.", "change");
        var adjustment = new StepAdjustment(section.NumberOrNull("lower", null), section.NumberOrNull("upper", null), section.Number("change", 0));
        section.End();
        return adjustment;
    }
}
