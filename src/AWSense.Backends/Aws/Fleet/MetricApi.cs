using System.Globalization;
using AWSense.Backends.Aws.Query;
using AWSense.Scaling.Aws;

namespace AWSense.Backends.Aws.Fleet;

/// <summary>The call to CloudWatch that publishes what the controller knows.</summary>
internal sealed class MetricApi(QueryClient client)
{
    /// <summary>Publishes values of one moment, all with the group as their dimension.</summary>
    /// <param name="resolution">One second where periods below a minute are read, which costs more to read; else a minute.</param>
    public Task PutAsync(
        string group, IReadOnlyList<(string Name, double Value, string Unit)> values, DateTimeOffset at, TimeSpan resolution, CancellationToken cancellationToken)
    {
        var request = new QueryRequest("PutMetricData").With("Namespace", ControllerMetrics.Namespace);
        for (var i = 0; i < values.Count; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"MetricData.member.{i + 1}.");
            request
                .With(prefix + "MetricName", values[i].Name)
                .With(prefix + "Dimensions.member.1.Name", ControllerMetrics.GroupDimension)
                .With(prefix + "Dimensions.member.1.Value", group)
                .With(prefix + "Timestamp", at)
                .With(prefix + "Value", values[i].Value)
                .With(prefix + "Unit", values[i].Unit)
                .With(prefix + "StorageResolution", resolution < TimeSpan.FromMinutes(1) ? 1 : 60);
        }

        return client.SendAsync(request, cancellationToken);
    }
}
