using Amazon.CDK.AWS.CloudWatch;
using AWSense.Scaling.Aws;
using Constructs;

namespace AWSense.Infrastructure.Observability;

/// <summary>An alarm of CloudWatch, as a plan wants it.</summary>
internal static class PlannedAlarm
{
    /// <summary>Makes it.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="prefix">What its name begins with.</param>
    /// <param name="actions">What is done when it is raised.</param>
    public static CfnAlarm Make(Construct scope, string id, string prefix, AlarmPlan plan, string[] actions)
    {
        var definition = plan.Definition;
        var single = plan.SingleMetric;
        return new(scope, id, new CfnAlarmProps
        {
            AlarmName = Name(prefix, plan),
            AlarmDescription = plan.Description,
            Namespace = single?.Namespace,
            MetricName = single?.Name,
            Dimensions = single is null ? null : new[] { Dimension(single) },
            Statistic = single?.Statistic.ToString(),
            Period = single?.Period.TotalSeconds,
            Metrics = single is null ? plan.Metrics.Select(Line).ToArray() : null,
            EvaluationPeriods = definition.EvaluationPeriods,
            DatapointsToAlarm = definition.DatapointsToAlarm,
            Threshold = definition.Threshold,
            ComparisonOperator = plan.ComparisonOperator,
            TreatMissingData = plan.TreatMissingData,
            AlarmActions = actions,
        });
    }

    /// <summary>The name of an alarm of a deployment.</summary>
    public static string Name(string prefix, AlarmPlan plan) => $"{prefix}-{plan.Name}";

    private static CfnAlarm.MetricDataQueryProperty Line(MetricQuery line) => new()
    {
        Id = line.Id,
        Expression = line.Expression,
        ReturnData = line.ReturnsData,
        MetricStat = line.Metric is not { } metric ? null : new CfnAlarm.MetricStatProperty
        {
            Stat = metric.Statistic.ToString(),
            Period = metric.Period.TotalSeconds,
            Metric = new CfnAlarm.MetricProperty { Namespace = metric.Namespace, MetricName = metric.Name, Dimensions = new[] { Dimension(metric) } },
        },
    };

    private static CfnAlarm.DimensionProperty Dimension(MetricSource metric) => new() { Name = metric.Dimension, Value = metric.DimensionValue };
}
