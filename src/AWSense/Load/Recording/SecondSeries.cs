using AWSense.Load.Results;

namespace AWSense.Load.Recording;

/// <summary>Counts a run second by second; told in order of time.</summary>
internal sealed class SecondSeries
{
    private readonly List<LoadSecond> ended = [];
    private readonly LatencyHistogram latency = new();
    private long sent;
    private long answered;
    private long failed;
    private long inFlight;

    /// <summary>Answers in the last whole second.</summary>
    public long LastRate => ended.Count > 0 ? ended[^1].Answered : answered;

    public void Sent(double at)
    {
        MoveTo(at);
        sent++;
        inFlight++;
    }

    public void Answered(double at, double latencySeconds)
    {
        MoveTo(at);
        answered++;
        inFlight--;
        latency.Record(latencySeconds);
    }

    public void Failed(double at)
    {
        MoveTo(at);
        failed++;
        inFlight--;
    }

    /// <summary>Ends all seconds before a time. An event from another thread that is a moment late counts in the second that is open.</summary>
    public void MoveTo(double at)
    {
        while (ended.Count < (int)at)
        {
            EndSecond();
        }
    }

    /// <summary>Ends the last second.</summary>
    public IReadOnlyList<LoadSecond> Finish()
    {
        if (sent + answered + failed > 0 || ended.Count == 0)
        {
            EndSecond();
        }

        return ended;
    }

    private void EndSecond()
    {
        double? Percentile(double percentile) => latency.Count > 0 ? latency.PercentileMs(percentile) : null;

        ended.Add(new(ended.Count, sent, answered, failed, inFlight, Percentile(50), Percentile(95), Percentile(99)));
        (sent, answered, failed) = (0, 0, 0);
        if (latency.Count > 0)
        {
            latency.Clear();
        }
    }
}
