using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Tests.CloudWatch;

/// <summary>Alarms above 0.5, on points in the notation of the documentation: 0 is within, X beyond, - missing.</summary>
internal static class AlarmTestKit
{
    public static AlarmDefinition Definition(int m, int n, MissingData missing) => new()
    {
        Metric = MetricNames.Visible,
        EvaluationPeriods = n,
        DatapointsToAlarm = m,
        TreatMissing = missing,
        Threshold = 0.5,
        Comparison = Comparison.GreaterThan,
    };

    public static double?[] Points(string text) => [.. text.Where(one => one != ' ').Select(one => one switch
    {
        'X' => 1.0,
        '0' => 0.0,
        '-' => (double?)null,
        _ => throw new ArgumentException(text),
    })];
}
