using System.Globalization;
using System.Text;

namespace AWSense.Web.Charts;

/// <summary>Draws values that each hold for a stretch of time as paths of SVG: lines in steps, and areas that are stacked.</summary>
/// <param name="x">Where a share of the horizontal axis lies, from 0 to 1.</param>
/// <param name="y">Where a value lies.</param>
public sealed class StepPaths(Func<double, double> x, Func<double, double> y)
{
    /// <summary>The largest value that is drawn.</summary>
    public static double Largest(IReadOnlyList<ChartSeries> series)
    {
        var stacked = new double[series.Max(one => one.Values.Count)];
        foreach (var one in series.Where(one => one.Filled))
        {
            for (var index = 0; index < one.Values.Count; index++)
            {
                stacked[index] += one.Values[index] ?? 0;
            }
        }

        return Math.Max(stacked.DefaultIfEmpty().Max(), series.Max(one => one.Values.Max() ?? 0));
    }

    /// <summary>The path of each series. Areas stand on those before them.</summary>
    public IEnumerable<string> Of(IReadOnlyList<ChartSeries> series)
    {
        double[] below = new double[series.Max(one => one.Values.Count)];
        foreach (var one in series)
        {
            var path = new StringBuilder();
            if (one.Filled)
            {
                double[] above = [.. one.Values.Select((value, index) => below[index] + (value ?? 0))];
                Trace(path, [.. above]);
                path.Append(CultureInfo.InvariantCulture, $"L{X(above.Length, above.Length):0.#} {y(below[^1]):0.#}");
                TraceBack(path, below);
                path.Append('Z');
                below = above;
            }
            else
            {
                Trace(path, one.Values);
            }

            yield return path.ToString();
        }
    }

    /// <summary>Steps from left to right; equal neighbours make one step.</summary>
    private void Trace(StringBuilder path, IReadOnlyList<double?> steps)
    {
        var connected = false;
        for (var index = 0; index < steps.Count; index++)
        {
            if (steps[index] is not { } value)
            {
                connected = false;
                continue;
            }

            if (!connected)
            {
                path.Append(CultureInfo.InvariantCulture, $"M{X(index, steps.Count):0.#} {y(value):0.#}");
            }
            else if (value != steps[index - 1])
            {
                path.Append(CultureInfo.InvariantCulture, $"V{y(value):0.#}");
            }

            connected = true;
            if (index + 1 == steps.Count || steps[index + 1] != value)
            {
                path.Append(CultureInfo.InvariantCulture, $"H{X(index + 1, steps.Count):0.#}");
            }
        }
    }

    private void TraceBack(StringBuilder path, double[] steps)
    {
        for (var index = steps.Length - 1; index >= 0; index--)
        {
            if (index == 0 || steps[index - 1] != steps[index])
            {
                path.Append(CultureInfo.InvariantCulture, $"V{y(steps[index]):0.#}H{X(index, steps.Length):0.#}");
            }
        }
    }

    private double X(int index, int count) => x((double)index / count);
}
