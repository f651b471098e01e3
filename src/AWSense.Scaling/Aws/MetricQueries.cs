using System.Globalization;
using AWSense.Scaling.CloudWatch;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Aws;

/// <summary>Turns the metrics of policies into those of CloudWatch.</summary>
internal sealed class MetricQueries(AwsNames names)
{
    private const string Sqs = "AWS/SQS";
    private const string QueueDimension = "QueueName";

    /// <summary>The lines for a metric or an expression as <see cref="AlarmRule.Metric"/> has it.</summary>
    public IReadOnlyList<MetricQuery> Of(string metric, MetricStatistic statistic, TimeSpan period)
    {
        var expression = MetricMath.Parse(metric);
        List<MetricQuery> lines = [.. expression.Metrics.SelectMany(name => BaseLines(name, statistic, period))];
        if (expression.Metrics[0] != expression.Text)
        {
            lines.Add(new("result", null, expression.Text, ReturnsData: false));
        }

        lines[^1] = lines[^1] with { ReturnsData = true };
        return lines;
    }

    /// <summary>The age of the oldest request of the interactive lane.</summary>
    /// <remarks>The bulk lane waits by design, and is no reason for alarm.</remarks>
    public MetricQuery OldestAge(TimeSpan period) => new(
        "oldestAge",
        new(Sqs, "ApproximateAgeOfOldestMessage", QueueDimension, names.RequestQueues[0], MetricStatistic.Maximum, period),
        Expression: null,
        ReturnsData: true);

    /// <summary>A metric of the controller.</summary>
    public MetricQuery Controller(string id, string name, MetricStatistic statistic, TimeSpan period) => new(
        id, new(ControllerMetrics.Namespace, name, ControllerMetrics.GroupDimension, names.Group, statistic, period), Expression: null, ReturnsData: true);

    private IEnumerable<MetricQuery> BaseLines(string name, MetricStatistic statistic, TimeSpan period)
    {
        if (name == MetricNames.InService)
        {
            return [Line(name, new("AWS/AutoScaling", "GroupInServiceInstances", ControllerMetrics.GroupDimension, names.Group, statistic, period))];
        }

        var metric = name == MetricNames.Visible ? "ApproximateNumberOfMessagesVisible" : "ApproximateNumberOfMessagesNotVisible";
        if (names.RequestQueues is [var single])
        {
            return [Line(name, new(Sqs, metric, QueueDimension, single, statistic, period))];
        }

        var queues = names.RequestQueues
            .Select((queue, index) => Line(string.Create(CultureInfo.InvariantCulture, $"{name}{index + 1}"), new(Sqs, metric, QueueDimension, queue, statistic, period)))
            .ToList();
        return [.. queues, new(name, null, string.Join(" + ", queues.Select(queue => queue.Id)), ReturnsData: false)];
    }

    private static MetricQuery Line(string id, MetricSource metric) => new(id, metric, Expression: null, ReturnsData: false);
}
