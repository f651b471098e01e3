using AWSense.Scaling.Policies;

namespace AWSense.Scaling.CloudWatch;

/// <summary>Samples of metrics that can be read only some time after they were taken, as those of CloudWatch.</summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
public sealed class MetricStore
{
    /// <summary>The most periods one reading may ask for: a day of 10-second periods.</summary>
    public const int PeriodsMax = 8640;

    private const int ExpressionsMax = 256;

    private readonly Dictionary<string, MetricSeries> series = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MetricMath> expressions = new(StringComparer.Ordinal);
    private readonly TimeSpan publicationDelay;
    private double[] scratch = [];

    /// <summary>Makes an empty store.</summary>
    /// <param name="publicationDelay">Time until a sample can be read, from 0.</param>
    public MetricStore(TimeSpan publicationDelay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(publicationDelay, TimeSpan.Zero);
        this.publicationDelay = publicationDelay;
        foreach (var metric in MetricNames.Base)
        {
            series.Add(metric, new());
        }
    }

    /// <summary>How long samples are kept at least. The default is 24 hours.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Time until one sample can be read, where it isn't the same for all; a null answer means never, which leaves a gap.</summary>
    /// <remarks>
    /// A queue that becomes active after hours without use publishes up to 15 minutes late:
    /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-monitoring-using-cloudwatch.html.
    /// </remarks>
    public Func<MetricSample, TimeSpan?>? DelayOf { get; init; }

    /// <summary>Adds a sample. Its time may lie before that of an earlier one.</summary>
    /// <param name="metric">One of <see cref="MetricNames.Base"/>.</param>
    /// <exception cref="ArgumentException">There is no such metric, or the value isn't finite.</exception>
    public void Add(string metric, DateTimeOffset at, double value)
    {
        if (!series.TryGetValue(metric, out var samples))
        {
            throw new ArgumentException($"There is no metric '{metric}' with samples.", nameof(metric));
        }

        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"A sample of '{metric}' must be finite.", nameof(value));
        }

        var delay = DelayOf is null ? publicationDelay : DelayOf(new(metric, at, value));
        if (delay is { } known)
        {
            samples.Add(at.UtcTicks, at.UtcTicks + known.Ticks, value, Retention.Ticks);
        }
    }

    /// <summary>The metrics as they can be read at a moment.</summary>
    /// <remarks>
    /// Periods begin at multiples of their length since the Unix epoch. The newest one that is read contains the newest moment that can be
    /// read, which is <paramref name="now"/> less the publication delay: with a sample on each full minute and a delay of a minute, a
    /// reading at 80 s ends with the sample of 0 s, and one at 120 s with that of 60 s. It may hold only part of its samples.
    /// </remarks>
    public IMetricReader ReaderAt(DateTimeOffset now) => new Reader(this, now.UtcTicks);

    private double?[] Read(string metric, MetricStatistic statistic, TimeSpan period, int periods, long now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(period, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(periods, PeriodsMax);
        var expression = ExpressionOf(metric);
        var width = expression.Metrics.Count;
        var start = StartOf(now - publicationDelay.Ticks, period.Ticks) - ((periods - 1) * period.Ticks);
        if (scratch.Length < width * periods)
        {
            scratch = new double[width * periods];
        }

        for (var column = 0; column < width; column++)
        {
            var points = scratch.AsSpan(column, (width * periods) - column);
            series[expression.Metrics[column]].Read(statistic, start, period.Ticks, now, points, width);
        }

        var result = new double?[periods];
        for (var i = 0; i < periods; i++)
        {
            result[i] = expression.Evaluate(scratch.AsSpan(i * width, width));
        }

        return result;
    }

    private static long StartOf(long time, long period)
    {
        var sinceEpoch = time - DateTimeOffset.UnixEpoch.UtcTicks;
        var into = sinceEpoch % period;
        return time - (into < 0 ? into + period : into);
    }

    private MetricMath ExpressionOf(string metric)
    {
        if (!expressions.TryGetValue(metric, out var expression))
        {
            expression = MetricMath.Parse(metric);
            if (expressions.Count == ExpressionsMax)
            {
                expressions.Clear();
            }

            expressions.Add(metric, expression);
        }

        return expression;
    }

    private sealed class Reader(MetricStore store, long now) : IMetricReader
    {
        public IReadOnlyList<double?> Read(string metric, MetricStatistic statistic, TimeSpan period, int periods) =>
            store.Read(metric, statistic, period, periods, now);
    }
}

/// <summary>One sample of a metric.</summary>
/// <param name="At">When the value was so.</param>
public readonly record struct MetricSample(string Metric, DateTimeOffset At, double Value);
