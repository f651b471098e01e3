using System.Diagnostics;
using AWSense.Core;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Telemetry;
using AWSense.Hosting;
using AWSense.Telemetry;
using AWSense.Tests.Fakes;
using Microsoft.Extensions.Hosting;

namespace AWSense.Tests.Telemetry;

public sealed class TracedRequestQueueTests : IDisposable
{
    private static readonly QueueIdentity Identity = new("test", "quick", "slow");

    private readonly List<Activity> ended = [];
    private readonly ActivityListener listener;
    private readonly FakeBackend backend = new(TimeProvider.System);
    private readonly TracedRequestQueue queue;
    private readonly ActivityTraceId trace = ActivityTraceId.CreateRandom();

    public TracedRequestQueueTests()
    {
        queue = new(backend.Queue, Identity, TimeProvider.System);
        listener = new()
        {
            ShouldListenTo = source => source.Name == AWSenseTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (ended)
                {
                    ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task A_lease_carries_the_span_that_sent_it_and_its_processing_goes_on_from_there()
    {
        await SendAsync(Lane.Bulk);
        var lease = Assert.Single(await queue.ReceiveAsync(10, TimeSpan.Zero, TestContext.Current.CancellationToken));
        QueueSpans.Process(Identity, lease, default)!.Dispose();
        await queue.CompleteAsync(lease, TestContext.Current.CancellationToken);

        var send = Span("send slow");
        var process = Span("process slow");
        Assert.Equal(send.Id, lease.Request.TraceParent);
        Assert.Equal((ActivityKind.Producer, trace), (send.Kind, send.TraceId));
        Assert.Equal((ActivityKind.Consumer, trace, send.SpanId), (process.Kind, process.TraceId, process.ParentSpanId));
        Assert.Equal(send.SpanId, Assert.Single(process.Links).Context.SpanId);
        Assert.Equal("slow", process.GetTagItem("messaging.destination.name"));
        Assert.Contains(ended, span => span.DisplayName == "receive slow" && span.Links.Any(link => link.Context.SpanId == send.SpanId) && span.ParentSpanId == default);
    }

    [Fact]
    public async Task A_request_without_a_trace_is_processed_in_one_of_its_own()
    {
        var request = TestRequest() with { TraceParent = "this is none" };
        using var process = QueueSpans.Process(Identity, new(request, "r", 1, default, Lane.Interactive), default);

        Assert.Equal((default, "process quick"), (process!.ParentSpanId, process.DisplayName));
        Assert.Empty(process.Links);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task A_send_that_fails_says_so_on_its_span_and_to_its_caller()
    {
        backend.Queue.Unreachable = true;

        await Assert.ThrowsAsync<BackendUnavailableException>(() => SendAsync(Lane.Interactive));

        Assert.Equal((ActivityStatusCode.Error, typeof(BackendUnavailableException).FullName), (Span("send quick").Status, Span("send quick").GetTagItem("error.type")));
    }

    [Fact]
    public void Without_a_variable_nothing_is_added_to_a_host()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { DisableDefaults = true });
        var before = builder.Services.Count;
        Assert.False(OtlpSettings.Of(_ => null).Any);

        TelemetryExport.AddTo(builder, "worker", "w", OtlpSettings.Of(_ => null));

        Assert.Equal(before, builder.Services.Count);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", true, true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4317", true, false, false)]
    [InlineData("OTEL_METRICS_EXPORTER=otlp", false, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_LOGS_EXPORTER=none", true, true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_SDK_DISABLED=true", false, false, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT= OTEL_SERVICE_NAME=x", false, false, false)]
    public void The_standard_variables_choose_what_is_exported(string variables, bool traces, bool metrics, bool logs) =>
        Assert.Equal(new OtlpSettings(traces, metrics, logs), OtlpSettings.Of(Environment(variables)));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_EXPORTER_OTLP_PROTOCOL=http/json")]
    [InlineData("OTEL_TRACES_EXPORTER=zipkin")]
    public void What_can_not_be_meant_is_refused(string variables)
    {
        var refused = Assert.Throws<CommandFailedException>(() => OtlpSettings.Of(Environment(variables)));

        Assert.Contains(variables.Split(' ')[^1].Split('=')[0], refused.Message, StringComparison.Ordinal);
    }

    private static Func<string, string?> Environment(string variables)
    {
        var known = variables.Split(' ').Select(variable => variable.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return name => known.GetValueOrDefault(name);
    }

    private static ClassificationRequest TestRequest() => new(
        RequestId.New(TimeProvider.System), new('a', 64), 1, new("m", "1"), 5, 0, "", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);

    private async Task SendAsync(Lane lane)
    {
        using var server = new Activity("server").SetParentId(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();
        await queue.SendAsync(TestRequest(), lane, Durability.Process, TestContext.Current.CancellationToken);
    }

    private Activity Span(string name)
    {
        lock (ended)
        {
            return Assert.Single(ended, span => span.DisplayName == name && span.TraceId == trace);
        }
    }
}
