using System.Diagnostics;
using System.Globalization;

namespace AWSense.Classifying;

/// <summary>How far long work is, on standard error: one line that is written over on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan TerminalPace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainPace = TimeSpan.FromSeconds(10);

    private readonly int total;
    private readonly bool visible;
    private readonly bool terminal = !Console.IsErrorRedirected;
    private readonly long began = Stopwatch.GetTimestamp();
    private TimeSpan lastShown;
    private int done;

    private ProgressLine(int total, bool visible) => (this.total, this.visible) = (total, visible);

    /// <summary>Begins to count.</summary>
    /// <param name="visible">False writes nothing.</param>
    public static ProgressLine Start(int total, bool visible) => new(total, visible && total > 1);

    /// <summary>One more is done.</summary>
    /// <param name="failed">How many of those done have failed; null where none can.</param>
    public void Advance(int? failed)
    {
        done++;
        var elapsed = Stopwatch.GetElapsedTime(began);
        if (visible && elapsed - lastShown >= (terminal ? TerminalPace : PlainPace))
        {
            lastShown = elapsed;
            Show(failed, elapsed);
        }
    }

    /// <summary>Tells anything else, when it is time to.</summary>
    public void Tell(string line)
    {
        var elapsed = Stopwatch.GetElapsedTime(began);
        if (visible && elapsed - lastShown >= (terminal ? TerminalPace : PlainPace))
        {
            lastShown = elapsed;
            Console.Error.Write(terminal ? $"\r\e[K{line}" : $"{line}\n");
        }
    }

    public void Dispose()
    {
        if (visible && terminal && lastShown > TimeSpan.Zero)
        {
            Console.Error.Write("\r\e[K");
        }
    }

    private void Show(int? failed, TimeSpan elapsed)
    {
        var rate = done / elapsed.TotalSeconds;
        var left = TimeSpan.FromSeconds((total - done) / rate);
        var faults = failed is null ? "" : string.Create(CultureInfo.InvariantCulture, $" · {failed:N0} failed");
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{done:N0} of {total:N0} ({100.0 * done / total:0} %){faults} · {rate:0}/s · {left:h\\:mm\\:ss} left");
        Console.Error.Write(terminal ? $"\r\e[K{line}" : $"{line}\n");
    }
}
