using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using AWSense.Core.Deployment;
using AWSense.Scaling.Aws;

namespace AWSense.Infrastructure.Observability;

/// <summary>The metrics of a deployment that its dashboard and its alarms show.</summary>
internal sealed class ServiceMetrics(ResourceNames names)
{
    private static readonly Duration Minute = Duration.Minutes(1);

    /// <summary>Requests that SQS has given up.</summary>
    public Metric DeadLetters => Queue(names.DeadLetterQueue, "ApproximateNumberOfMessagesVisible");

    /// <summary>For each lane the requests that wait, those that are leased, and the age of the oldest in seconds.</summary>
    public IEnumerable<(IMetric Waiting, IMetric Leased, IMetric Age)> Lanes => names.RequestQueues.Select(queue => (
        (IMetric)Queue(queue, "ApproximateNumberOfMessagesVisible", $"{Lane(queue)}, waiting"),
        (IMetric)Queue(queue, "ApproximateNumberOfMessagesNotVisible", $"{Lane(queue)}, leased"),
        (IMetric)Queue(queue, "ApproximateAgeOfOldestMessage", Lane(queue))));

    /// <summary>The sizes of the workers' group.</summary>
    public IEnumerable<IMetric> Fleet =>
    [
        Of("AWS/AutoScaling", "GroupDesiredCapacity", "desired"),
        Of("AWS/AutoScaling", "GroupInServiceInstances", "in service"),
        Of("AWS/AutoScaling", "GroupTerminatingInstances", "draining"),
        Controller(ControllerMetrics.Required, "needed"),
    ];

    /// <summary>A metric of the controller.</summary>
    public IMetric Controller(string name, string label) => Of(ControllerMetrics.Namespace, name, label);

    private Metric Of(string space, string name, string label) => new(new MetricProps
    {
        Namespace = space,
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { [ControllerMetrics.GroupDimension] = names.WorkerGroup },
        Statistic = "Maximum",
        Period = Minute,
        Label = label,
    });

    private static Metric Queue(string queue, string name, string? label = null) => new(new MetricProps
    {
        Namespace = "AWS/SQS",
        MetricName = name,
        DimensionsMap = new Dictionary<string, string> { ["QueueName"] = queue },
        Statistic = "Maximum",
        Period = Minute,
        Label = label,
    });

    private string Lane(string queue) => queue[(names.Prefix.Length + 1)..];
}
