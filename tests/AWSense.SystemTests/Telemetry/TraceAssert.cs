using AWSense.SystemTests.Hosting;

namespace AWSense.SystemTests.Telemetry;

/// <summary>What the trace of one picture must look like, on whatever backend.</summary>
internal static class TraceAssert
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly string[] Stages = ["fetch", "decode", "infer", "archive"];

    /// <summary>Waits for the trace of a picture, and checks that its spans hang together.</summary>
    /// <param name="queue">The interactive lane's queue.</param>
    /// <param name="traceId">The trace that the client has begun.</param>
    /// <param name="clientSpanId">Its span.</param>
    /// <returns>The spans of the process that took the picture in, and of the worker.</returns>
    public static async Task<(ReceivedSpan Server, ReceivedSpan Process)> IsWholeAsync(
        Collector collector, string system, string queue, string traceId, string clientSpanId, Func<string> output)
    {
        List<ReceivedSpan> Trace() => [.. collector.Spans.Where(span => span.TraceId == traceId)];
        await Eventually.Async(
            () => Task.FromResult(Trace().Any(span => span.Kind == ReceivedSpan.Server) && Trace().Any(span => span.Name == $"process {queue}")),
            Patience,
            () => $"No whole trace, only:\n{string.Join('\n', collector.Spans.Select(span => $"{span.TraceId} {span.Name}"))}\n{output()}");
        var trace = Trace();

        var server = Assert.Single(trace, span => span.Kind == ReceivedSpan.Server);
        Assert.Equal(clientSpanId, server.ParentId);
        Assert.Equal(("POST", "200"), (server.Attributes["http.request.method"], server.Attributes["http.response.status_code"]));

        var send = Single(trace, $"send {queue}", ReceivedSpan.Producer, server);
        var process = Single(trace, $"process {queue}", ReceivedSpan.Consumer, send);
        Assert.Equal([(traceId, send.SpanId)], process.Links);
        Assert.All([(send, "send"), (process, "process")], pair => AssertMessaging(pair.Item1, system, pair.Item2, queue));
        Assert.Equal(send.Attributes["messaging.message.id"], process.Attributes["messaging.message.id"]);
        Assert.Equal("succeeded", process.Attributes["awsense.outcome"]);

        var steps = Stages.Select(stage => Single(trace, stage, ReceivedSpan.Internal, process)).Append(Single(trace, "reply", ReceivedSpan.Producer, process)).ToList();
        Assert.Equal(steps.OrderBy(step => step.Began), steps);
        Assert.All(steps, step => Assert.InRange(step.Ended, process.Began, process.Ended));
        Assert.True(steps[^1].Began <= server.Ended, "The reply was sent after the answer.");

        Assert.Contains(collector.Spans, span => span.Name == $"receive {queue}" && span.Kind == ReceivedSpan.Client && span.Links.Contains((traceId, send.SpanId)));
        Assert.NotEqual(server.Process["service.instance.id"], process.Process["service.instance.id"]);
        return (server, process);
    }

    private static ReceivedSpan Single(IEnumerable<ReceivedSpan> trace, string name, int kind, ReceivedSpan parent)
    {
        var span = Assert.Single(trace, span => span.Name == name);
        Assert.Equal((kind, parent.SpanId), (span.Kind, span.ParentId));
        return span;
    }

    private static void AssertMessaging(ReceivedSpan span, string system, string operation, string queue) => Assert.Equal(
        (system, operation, operation, queue),
        (span.Attributes["messaging.system"], span.Attributes["messaging.operation.type"], span.Attributes["messaging.operation.name"], span.Attributes["messaging.destination.name"]));
}
