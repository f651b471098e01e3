using AWSense.Scaling.Policies;

namespace AWSense.Scaling.CloudWatch;

/// <summary>The samples of one metric, in the order of their time, with the moment from which each can be read.</summary>
internal sealed class MetricSeries
{
    private long[] times = new long[16];
    private long[] published = new long[16];
    private double[] values = new double[16];
    private int count;

    public int Count => count;

    public void Add(long time, long publishedAt, double value, long retention)
    {
        MakeRoom(time - retention);
        var index = count++;
        for (; index > 0 && times[index - 1] > time; index--)
        {
            Move(index - 1, index);
        }

        times[index] = time;
        published[index] = publishedAt;
        values[index] = value;
    }

    /// <summary>Computes the points of periods that follow each other.</summary>
    /// <param name="start">Start of the first period.</param>
    /// <param name="points">The first point, and each following one <paramref name="stride"/> further; NaN where there is no sample.</param>
    public void Read(MetricStatistic statistic, long start, long period, long now, Span<double> points, int stride)
    {
        var index = LowerBound(start);
        var end = start;
        for (var point = 0; point < points.Length; point += stride)
        {
            end += period;
            var taken = 0;
            var result = double.NaN;
            for (; index < count && times[index] < end; index++)
            {
                if (published[index] <= now)
                {
                    result = taken++ == 0 ? values[index] : Join(statistic, result, values[index]);
                }
            }

            points[point] = taken == 0 ? double.NaN : Finish(statistic, result, taken);
        }
    }

    private static double Join(MetricStatistic statistic, double result, double value) => statistic switch
    {
        MetricStatistic.Maximum => Math.Max(result, value),
        MetricStatistic.Minimum => Math.Min(result, value),
        _ => result + value,
    };

    private static double Finish(MetricStatistic statistic, double result, int taken) => statistic switch
    {
        MetricStatistic.SampleCount => taken,
        MetricStatistic.Average => result / taken,
        _ => result,
    };

    private int LowerBound(long time)
    {
        var index = Array.BinarySearch(times, 0, count, time);
        index = index < 0 ? ~index : index;
        while (index > 0 && times[index - 1] == time)
        {
            index--;
        }

        return index;
    }

    private void MakeRoom(long oldest)
    {
        if (count < times.Length)
        {
            return;
        }

        var outdated = LowerBound(oldest);
        Array.Copy(times, outdated, times, 0, count - outdated);
        Array.Copy(published, outdated, published, 0, count - outdated);
        Array.Copy(values, outdated, values, 0, count - outdated);
        count -= outdated;
        if (count > times.Length / 2)
        {
            Array.Resize(ref times, times.Length * 2);
            Array.Resize(ref published, published.Length * 2);
            Array.Resize(ref values, values.Length * 2);
        }
    }

    private void Move(int from, int to)
    {
        times[to] = times[from];
        published[to] = published[from];
        values[to] = values[from];
    }
}
