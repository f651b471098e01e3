using System.Diagnostics;
using System.Globalization;

namespace AWSense.Evaluating;

/// <summary>How far the live cases are, on standard error: one line that is written over on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class EvaluationProgress
{
    private static readonly TimeSpan TerminalPace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainPace = TimeSpan.FromSeconds(10);

    private readonly bool terminal = !Console.IsErrorRedirected;
    private IReadOnlyDictionary<EvaluationCase, TimeSpan> expected = new Dictionary<EvaluationCase, TimeSpan>();
    private int done;
    private TimeSpan ahead;

    /// <summary>Says what will be live, and how long that will take.</summary>
    public void Plan(IReadOnlyDictionary<EvaluationCase, TimeSpan> lengths)
    {
        expected = lengths;
        ahead = TimeSpan.FromTicks(lengths.Values.Sum(length => length.Ticks));
        Console.Error.WriteLine($"{lengths.Count} cases with real worker processes on this machine, about {Told(ahead)}; the others are simulated.");
    }

    /// <summary>Shows a case while it runs.</summary>
    /// <param name="status">What happens now; null before there is anything to tell.</param>
    public async Task<T> ShowAsync<T>(EvaluationCase tried, Func<string?> status, Task<T> running, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        var length = expected[tried];
        ahead -= length;
        while (await Task.WhenAny(running, Task.Delay(terminal ? TerminalPace : PlainPace, TimeProvider.System, cancellationToken)) != running && !cancellationToken.IsCancellationRequested)
        {
            var elapsed = Stopwatch.GetElapsedTime(began);
            var left = ahead + (length > elapsed ? length - elapsed : TimeSpan.Zero);
            Show($"{done + 1} of {expected.Count}: {tried.Title} · {elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s · {status() ?? "starting"} · about {Told(left)} left");
        }

        var result = await running; // a cancelled one first ends its service
        done++;
        Show("");
        return result;
    }

    private void Show(string line)
    {
        if (terminal)
        {
            Console.Error.Write($"\r\e[K{line}");
        }
        else if (line.Length > 0)
        {
            Console.Error.WriteLine(line);
        }
    }

    private static string Told(TimeSpan time) => time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
