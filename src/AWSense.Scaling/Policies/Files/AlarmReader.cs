namespace AWSense.Scaling.Policies.Files;

/// <summary>Reads the alarms of a rule; what an alarm doesn't say itself, the rule says for both.</summary>
internal static class AlarmReader
{
    /// <summary>The terms that are given for one alarm or for both.</summary>
    public static AlarmTerms Terms(Section section, AlarmTerms inherited) => new()
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
    public static AlarmRule? Read(Section rule, string key, AlarmTerms inherited)
    {
        var section = rule.Child(key);
        if (section.IsStandIn || rule.IsNull(key))
        {
            return null;
        }

        section.Require("An alarm needs all of threshold, comparison and adjustments.", "threshold", "comparison", "adjustments");
        var terms = Terms(section, inherited);
        var alarm = new AlarmRule
        {
            Metric = terms.Metric,
            Statistic = terms.Statistic,
            Period = terms.Period,
            EvaluationPeriods = terms.EvaluationPeriods,
            DatapointsToAlarm = terms.DatapointsToAlarm,
            TreatMissing = terms.TreatMissing,
            Type = terms.Type,
            MinMagnitude = terms.MinMagnitude,
            Threshold = section.Number("threshold", 0),
            Comparison = section.Word("comparison", Comparison.GreaterThan, Vocabulary.Comparisons),
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

    /// <summary>What two alarms may share, with the defaults of an alarm.</summary>
    public sealed record AlarmTerms
    {
        private static readonly AlarmRule Standard = new() { Threshold = 0, Comparison = default, Adjustments = [] };

        public string Metric { get; init; } = Standard.Metric;

        public MetricStatistic Statistic { get; init; } = Standard.Statistic;

        public TimeSpan Period { get; init; } = Standard.Period;

        public int EvaluationPeriods { get; init; } = Standard.EvaluationPeriods;

        public int? DatapointsToAlarm { get; init; } = Standard.DatapointsToAlarm;

        public MissingData TreatMissing { get; init; } = Standard.TreatMissing;

        public AdjustmentType Type { get; init; } = Standard.Type;

        public int? MinMagnitude { get; init; } = Standard.MinMagnitude;
    }
}
