using System.Buffers.Binary;
using System.Collections.Concurrent;
using AWSense.SystemTests.Telemetry.Otlp;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AWSense.SystemTests.Telemetry;

/// <summary>A collector of the tests: takes what OpenTelemetry exports, by gRPC or by protobuf over HTTP.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private const int GrpcPrefix = 5; // whether it is compressed, and the length

    private readonly WebApplication application;
    private readonly ConcurrentQueue<ReceivedSpan> spans = new();
    private readonly ConcurrentQueue<ReceivedMetric> metrics = new();
    private readonly ConcurrentQueue<ReceivedLog> logs = new();

    private Collector(HttpProtocols protocol)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocol));
        application = builder.Build();
        application.MapPost("/v1/{signal}", TakeHttpAsync);
        application.MapPost("/opentelemetry.proto.collector.{signal}.v1.{service}/Export", TakeGrpcAsync);
    }

    public string Address => application.Urls.First();

    public IReadOnlyCollection<ReceivedSpan> Spans => spans;

    public IReadOnlyCollection<ReceivedMetric> Metrics => metrics;

    public IReadOnlyCollection<ReceivedLog> Logs => logs;

    /// <summary>A collector that speaks gRPC, which is what exporters speak by default.</summary>
    public static Task<Collector> StartGrpcAsync() => StartAsync(HttpProtocols.Http2);

    /// <summary>A collector that speaks protobuf over HTTP.</summary>
    public static Task<Collector> StartHttpAsync() => StartAsync(HttpProtocols.Http1);

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private static async Task<Collector> StartAsync(HttpProtocols protocol)
    {
        var collector = new Collector(protocol);
        await collector.application.StartAsync();
        return collector;
    }

    private async Task TakeHttpAsync(HttpContext context, string signal)
    {
        Take(signal, await ReadAsync(context.Request));
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task TakeGrpcAsync(HttpContext context, string signal)
    {
        var framed = await ReadAsync(context.Request);
        Assert.Equal(0, framed[0]);
        Assert.Equal(framed.Length - GrpcPrefix, BinaryPrimitives.ReadInt32BigEndian(framed.AsSpan(1)));
        Take(signal, framed[GrpcPrefix..]);
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[GrpcPrefix]); // an empty message
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    private void Take(string signal, byte[] message)
    {
        switch (signal)
        {
            case "trace" or "traces":
                TakeAll(TracesRequest.Parser.ParseFrom(message).ResourceSpans.SelectMany(process => process.ScopeSpans
                    .SelectMany(scope => scope.Spans).Select(span => ReceivedSpan.Of(process.Resource, span))), spans);
                break;
            case "metrics":
                TakeAll(MetricsRequest.Parser.ParseFrom(message).ResourceMetrics.SelectMany(process => process.ScopeMetrics
                    .SelectMany(scope => scope.Metrics).Select(metric => new ReceivedMetric(Read.Attributes(process.Resource.Attributes), metric))), metrics);
                break;
            default:
                TakeAll(LogsRequest.Parser.ParseFrom(message).ResourceLogs.SelectMany(process => process.ScopeLogs
                    .SelectMany(scope => scope.LogRecords).Select(record => ReceivedLog.Of(process.Resource, record))), logs);
                break;
        }
    }

    private static void TakeAll<T>(IEnumerable<T> received, ConcurrentQueue<T> all)
    {
        foreach (var one in received)
        {
            all.Enqueue(one);
        }
    }
}

/// <summary>A span, with ids in hexadecimal; the parent's is empty for a root.</summary>
internal sealed record ReceivedSpan(
    IReadOnlyDictionary<string, string> Process,
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    int Kind,
    ulong Began,
    ulong Ended,
    IReadOnlyDictionary<string, string> Attributes,
    IReadOnlyList<(string TraceId, string SpanId)> Links)
{
    public const int Internal = 1;
    public const int Server = 2;
    public const int Client = 3;
    public const int Producer = 4;
    public const int Consumer = 5;

    public static ReceivedSpan Of(Resource process, Span span) => new(
        Read.Attributes(process.Attributes),
        Read.Hex(span.TraceId),
        Read.Hex(span.SpanId),
        Read.Hex(span.ParentSpanId),
        span.Name,
        span.Kind,
        span.StartTimeUnixNano,
        span.EndTimeUnixNano,
        Read.Attributes(span.Attributes),
        [.. span.Links.Select(link => (Read.Hex(link.TraceId), Read.Hex(link.SpanId)))]);
}

/// <summary>A metric of a process.</summary>
internal sealed record ReceivedMetric(IReadOnlyDictionary<string, string> Process, Metric Metric);

/// <summary>A line of a log.</summary>
internal sealed record ReceivedLog(IReadOnlyDictionary<string, string> Process, string TraceId, string Text)
{
    public static ReceivedLog Of(Resource process, LogRecord record) =>
        new(Read.Attributes(process.Attributes), Read.Hex(record.TraceId), record.Body?.StringValue ?? "");
}

file static class Read
{
    public static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);

    public static Dictionary<string, string> Attributes(IEnumerable<KeyValue> attributes) => attributes.ToDictionary(
        attribute => attribute.Key,
        attribute => attribute.Value.ValueCase switch
        {
            AnyValue.ValueOneofCase.StringValue => attribute.Value.StringValue,
            AnyValue.ValueOneofCase.IntValue => $"{attribute.Value.IntValue}",
            AnyValue.ValueOneofCase.BoolValue => attribute.Value.BoolValue ? "true" : "false",
            AnyValue.ValueOneofCase.DoubleValue => $"{attribute.Value.DoubleValue}",
            _ => "",
        },
        StringComparer.Ordinal);
}
