using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Telemetry;

/// <summary>What <c>awsense up</c> and its workers export to a collector.</summary>
[Collection(Alone.Name)]
public sealed class TelemetryTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientSpanId = "b7ad6b7169203331";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_picture_is_one_trace_from_the_request_across_the_queue_to_the_reply_and_metrics_and_logs_come_with_it()
    {
        await using var collector = await Collector.StartGrpcAsync();
        var environment = Exporting(collector.Address);

        // A fault that is logged while a request is handled.
        environment["AWSENSE_CHAOS"] = "1";
        environment["AWSENSE__Chaos__Fail__0"] = Pictures.Sha256(Pictures.Variant("china.jpg", 1));
        await using var service = await RunningService.StartAsync(workers: 2, environment: environment);

        await ClassifyAsync(service, Pictures.Sample("coffee.jpg"), TraceId, ClientSpanId, HttpStatusCode.OK);
        var (server, process) = await TraceAssert.IsWholeAsync(collector, "awsense", "interactive", TraceId, ClientSpanId, () => service.Output);

        Assert.Equal(("awsense-test", "service"), (server.Process["service.name"], server.Process["awsense.tier"]));
        Assert.Equal(("awsense-test", "worker"), (process.Process["service.name"], process.Process["awsense.tier"]));
        Assert.DoesNotContain(collector.Spans, span => span.Kind == ReceivedSpan.Server && span.Attributes["url.path"] != "/v1/classify");

        await ClassifyAsync(service, Pictures.Variant("china.jpg", 1), new string('7', 32), ClientSpanId, HttpStatusCode.InternalServerError);
        await Eventually.Async(
            () => Task.FromResult(collector.Logs.Any(log => log.TraceId == new string('7', 32) && log.Process["awsense.tier"] == "worker")),
            Patience,
            () => $"No line of the worker's log bears the trace:\n{string.Join('\n', collector.Logs)}");

        await AssertMetricsAsync(collector);
        Assert.Equal(3, collector.Metrics.Select(metric => metric.Process["service.instance.id"]).Distinct().Count());
    }

    [Fact]
    public async Task Nothing_is_exported_when_nobody_asks_for_it()
    {
        await using var collector = await Collector.StartHttpAsync();
        var environment = Exporting(collector.Address);
        environment["OTEL_SDK_DISABLED"] = "true";
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        await using (var service = await RunningService.StartAsync(workers: 1, environment: environment))
        {
            await ClassifyAsync(service, Pictures.Sample("coffee.jpg"), TraceId, ClientSpanId, HttpStatusCode.OK);
        }

        Assert.Empty(collector.Spans);
        Assert.Empty(collector.Metrics);
        Assert.Empty(collector.Logs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_collector_that_never_answers_or_is_not_there_costs_nothing_but_its_data(bool listens)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start(backlog: 64);
        var address = $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        if (!listens)
        {
            silent.Stop();
        }

        var environment = Exporting(address);
        environment["OTEL_BSP_MAX_QUEUE_SIZE"] = "16"; // full at once
        environment["OTEL_BSP_MAX_EXPORT_BATCH_SIZE"] = "8";
        var service = await RunningService.StartAsync(workers: 1, environment: environment);
        await using (service)
        {
            await service.ClassifyAllAsync(Enumerable.Range(0, 100));
            service.Signal("TERM");
            var began = Stopwatch.GetTimestamp();

            Assert.Equal(0, await service.WaitForExitAsync(TimeSpan.FromSeconds(30)));
            Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        }
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_METRICS_EXPORTER", "prometheus")]
    public async Task A_variable_that_can_not_be_meant_stops_the_start_and_says_why(string name, string value)
    {
        var data = Directory.CreateTempSubdirectory("awsense-test-").FullName;
        var (exitCode, output) = await Shell.RunAsync($"{name}={value} {RunningService.Program} up --data {data} --urls http://127.0.0.1:0");
        Directory.Delete(data, recursive: true);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{name} is \"{value}\". It takes", output, StringComparison.Ordinal);
    }

    private static async Task AssertMetricsAsync(Collector collector)
    {
        string[] wanted = ["awsense.stage.duration", "awsense.images", "awsense.queue.backlog", "awsense.workers", "messaging.process.duration", "http.server.request.duration", "dotnet.process.memory.working_set"];
        await Eventually.Async(
            () => Task.FromResult(wanted.All(name => collector.Metrics.Any(metric => metric.Metric.Name == name))),
            Patience,
            () => $"Some of {string.Join(", ", wanted)} are missing among {string.Join(", ", collector.Metrics.Select(metric => metric.Metric.Name).Distinct())}");

        // Each process exports by its own clock: a metric's name may be there before the process that saw the trace sent it.
        string[] measured = ["awsense.stage.duration", "messaging.process.duration", "http.server.request.duration"];
        await Eventually.Async(
            () => Task.FromResult(measured.All(name => Exemplars(name).Contains(TraceId))),
            Patience,
            () => $"No exemplar leads to the trace:\n{string.Join('\n', measured.Select(name => $"{name}: {string.Join(", ", Exemplars(name))}"))}");

        IEnumerable<string> Exemplars(string name) => collector.Metrics.Where(metric => metric.Metric.Name == name)
            .SelectMany(metric => metric.Metric.Histogram.DataPoints)
            .SelectMany(point => point.Exemplars)
            .Select(exemplar => Convert.ToHexStringLower(exemplar.TraceId.Span));
    }

    private static async Task ClassifyAsync(RunningService service, byte[] picture, string traceId, string spanId, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/classify") { Content = new ByteArrayContent(picture) };
        request.Content.Headers.ContentType = new("image/jpeg");
        request.Headers.Add("traceparent", $"00-{traceId}-{spanId}-01");
        using var response = await service.Http.SendAsync(request);
        Assert.True(expected == response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Exports at once rather than every minute or five seconds.</summary>
    internal static Dictionary<string, string> Exporting(string address) => new(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
        ["OTEL_SERVICE_NAME"] = "awsense-test",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
        ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
    };
}
