using AWSense.Backends.Tests.Aws.Hosting;
using AWSense.SystemTests.Hosting;
using AWSense.SystemTests.Telemetry;

namespace AWSense.SystemTests.Aws;

/// <summary>The trace of a picture through SQS, between processes that share nothing else.</summary>
[Collection(OnFauxqs.Name)]
public sealed class AwsTelemetryTests(FauxqsServer server)
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string ClientSpanId = "00f067aa0ba902b7";

    [Fact]
    public async Task A_picture_is_one_trace_across_SQS()
    {
        await using var collector = await Collector.StartHttpAsync();
        var settings = TelemetryTests.Exporting(collector.Address);
        settings["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        settings["AWSENSE__Aws__Prefix"] = $"t{Guid.NewGuid():N}"[..16];
        await using var aws = await AwsDeployment.StartAsync(server, settings);
        var web = aws.StartWeb().Address;
        aws.StartWorker("worker-a");
        await aws.WaitUntilReadyAsync(web);

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(web, "/v1/classify")) { Content = new ByteArrayContent(Pictures.Sample("coffee.jpg")) };
        request.Content.Headers.ContentType = new("image/jpeg");
        request.Headers.Add("traceparent", $"00-{TraceId}-{ClientSpanId}-01");
        using var response = await http.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());

        var queue = $"{settings["AWSENSE__Aws__Prefix"]}-interactive";
        var (sender, worker) = await TraceAssert.IsWholeAsync(collector, "aws_sqs", queue, TraceId, ClientSpanId, () => aws.Output);

        Assert.Equal(("web", "worker", "worker-a"), (sender.Process["awsense.tier"], worker.Process["awsense.tier"], worker.Process["awsense.worker.id"]));
        Assert.Contains(collector.Spans, span => span.Name == $"complete {queue}" && span.TraceId == TraceId);
    }
}
