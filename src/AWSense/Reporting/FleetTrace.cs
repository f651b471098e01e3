using AWSense.Load.Results;

namespace AWSense.Reporting;

/// <summary>A fleet and its backlog over a run, live or simulated, and the decisions on them. Times are seconds after the first request; the run begins before it.</summary>
/// <param name="Samples">What was seen, by time; each holds until the next. At least one.</param>
/// <param name="Decisions">Decisions that changed the number of workers, by time.</param>
internal sealed record FleetTrace(IReadOnlyList<FleetSample> Samples, IReadOnlyList<FleetDecision> Decisions)
{
    /// <summary>The most workers in service at once.</summary>
    public int InServiceMax => Samples.Max(sample => sample.InService);

    /// <summary>When the fleet was first told to grow; null when it never was.</summary>
    public double? FirstScaleOut => Decisions.FirstOrDefault(decision => decision.AtS >= 0 && decision.To > decision.From)?.AtS;

    /// <summary>When one worker was left for good; null when there never were more, or still are.</summary>
    public double? BackToOne
    {
        get
        {
            var grown = Samples.ToList().FindLastIndex(sample => sample.Workers > 1);
            return grown >= 0 && grown + 1 < Samples.Count ? Samples[grown + 1].AtS : null;
        }
    }

    /// <summary>Whether there are more workers than one at the end.</summary>
    public bool EndsGrown => Samples[^1].Workers > 1;

    /// <summary>Running time of all workers between two moments, from the order of each to its end.</summary>
    public double WorkerSeconds(double from, double to)
    {
        var sum = 0.0;
        for (var index = 0; index < Samples.Count; index++)
        {
            var begin = Math.Max(Samples[index].AtS, from);
            var end = Math.Min(index + 1 < Samples.Count ? Samples[index + 1].AtS : to, to);
            sum += end > begin ? Samples[index].Workers * (end - begin) : 0;
        }

        return sum;
    }

    /// <summary>One value for each of equal stretches from 0 on: the state at its beginning; null beyond the last sample.</summary>
    public IReadOnlyList<double?> Resample(Func<FleetSample, double> value, double seconds, int points)
    {
        var values = new double?[points];
        var index = 0;
        for (var point = 0; point < points; point++)
        {
            var at = seconds * point / points;
            while (index + 1 < Samples.Count && Samples[index + 1].AtS <= at)
            {
                index++;
            }

            values[point] = at <= Samples[^1].AtS ? value(Samples[index]) : null;
        }

        return values;
    }
}
