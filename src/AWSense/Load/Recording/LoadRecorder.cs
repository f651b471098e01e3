using AWSense.Load.Planning;
using AWSense.Load.Results;
using AWSense.Load.Sending;

namespace AWSense.Load.Recording;

/// <summary>Takes down what happens in a run; from any thread.</summary>
internal sealed class LoadRecorder(LoadPlan plan)
{
    /// <summary>One request in a hundred that is later than this means that the generator has fallen behind.</summary>
    private const double BehindMs = 10;

    private readonly Lock gate = new();
    private readonly LatencyHistogram latency = new();
    private readonly LatencyHistogram serviceTime = new();
    private readonly LatencyHistogram lag = new();
    private readonly SecondSeries seconds = new();
    private readonly Dictionary<string, LatencyHistogram> stages = new(StringComparer.Ordinal);
    private readonly ErrorTally errors = new();
    private readonly AnswerChecks checks = new(plan.Protocol);
    private readonly AccuracyTally accuracy = new();
    private readonly RequestLog log = new(plan.Pictures);
    private readonly SortedSet<string> models = new(StringComparer.Ordinal);
    private long sent;
    private long failed;
    private double lastLag;
    private double lastEnd;

    private const int StagesMax = 50; // a server could name a stage for each answer

    /// <summary>A request is being sent.</summary>
    /// <param name="at">Now, in seconds.</param>
    /// <param name="intended">When it was to be sent.</param>
    public void Sent(double at, double intended)
    {
        lock (gate)
        {
            sent++;
            seconds.Sent(at);
            lastLag = Math.Max(0, at - intended);
            lag.Record(lastLag);
        }
    }

    /// <summary>A request has ended.</summary>
    public void Ended(long request, double intended, double sentAt, double endedAt, Answer answer)
    {
        var index = (int)(request % plan.Pictures.Count);
        var picture = plan.Pictures[index];
        lock (gate)
        {
            lastEnd = Math.Max(lastEnd, endedAt);
            log.Add(request, index, intended, endedAt - intended, answer.Label);
            checks.Add(picture, answer, request + 1);
            if (answer.Failure is { } failure)
            {
                failed++;
                seconds.Failed(endedAt);
                errors.Add(failure, request + 1, picture.Name, endedAt, answer.Id);
                return;
            }

            seconds.Answered(endedAt, endedAt - intended);
            latency.Record(endedAt - intended);
            serviceTime.Record(endedAt - sentAt);
            accuracy.Add(picture, answer.Label!);
            AddStages(answer);
        }
    }

    /// <summary>An answer came that no request had asked for.</summary>
    public void Surplus(string text)
    {
        lock (gate)
        {
            checks.AddSurplus(text);
        }
    }

    public LoadProgress Progress(double now, long? planned, int? workers)
    {
        lock (gate)
        {
            seconds.MoveTo(now);
            return new(now, planned, sent, latency.Count, failed, seconds.LastRate, latency.PercentileMs(50), latency.PercentileMs(95), lastLag * 1000, workers);
        }
    }

    /// <summary>All of it. Nothing may be taken down afterwards.</summary>
    public LoadResult Summarize(LoadRunInfo run, string end, FleetTimeline? fleet)
    {
        lock (gate)
        {
            var open = plan.Shape is OpenLoad;
            var (p99, max) = (lag.PercentileMs(99), lag.MaxMs);
            return new()
            {
                Run = run with { Models = [.. models] },
                End = end,
                DurationS = Math.Round(lastEnd, 3),
                Sent = sent,
                Answered = latency.Count,
                Failed = failed,
                Unanswered = errors.CountOf(FailureTypes.Unanswered),
                Throughput = lastEnd > 0 ? Math.Round(latency.Count / lastEnd, 2) : 0,
                Latency = latency.Summarize(),
                ServiceTime = serviceTime.Summarize(),
                Lag = open ? new(lag.PercentileMs(50), p99, max, p99 > BehindMs) : null,
                Seconds = seconds.Finish(),
                Stages = [.. stages.Select(stage => stage.Value.Summarize(stage.Key))],
                Errors = errors.Summarize(),
                Accuracy = plan.Pictures.Any(picture => picture.ExpectedLabel is not null) ? accuracy.Summarize() : null,
                Checks = checks.Summarize(),
                Fleet = fleet,
                Requests = log.Summarize(sent),
            };
        }
    }

    private void AddStages(Answer answer)
    {
        if (answer.Model is { } model && models.Count < StagesMax)
        {
            models.Add(model);
        }

        foreach (var (stage, milliseconds) in answer.Stages)
        {
            if (!stages.TryGetValue(stage, out var histogram))
            {
                if (stages.Count >= StagesMax)
                {
                    continue;
                }

                stages.Add(stage, histogram = new());
            }

            histogram.Record(milliseconds / 1000);
        }
    }
}
