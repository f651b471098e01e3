using System.Globalization;

namespace AWSense.Load.Output;

/// <summary>How far a run is, on standard error: one line that is written over on a terminal, a line every five seconds elsewhere.</summary>
internal sealed class LoadProgressLine : IProgress<LoadProgress>, IDisposable
{
    private const double PlainPaceS = 5;

    private readonly bool terminal = !Console.IsErrorRedirected;
    private double shownAt;
    private bool shown;

    public void Report(LoadProgress value)
    {
        if (!terminal && value.ElapsedS - shownAt < PlainPaceS)
        {
            return;
        }

        (shownAt, shown) = (value.ElapsedS, true);
        Console.Error.Write(terminal ? $"\r\e[K{Tell(value)}" : $"{Tell(value)}\n");
    }

    public void Dispose()
    {
        if (terminal && shown)
        {
            Console.Error.Write("\r\e[K");
        }
    }

    private static string Tell(LoadProgress value)
    {
        var planned = value.Planned is { } all ? string.Create(CultureInfo.InvariantCulture, $" of {all:N0}") : "";
        var behind = value.BehindMs > 10 ? string.Create(CultureInfo.InvariantCulture, $" · {value.BehindMs:0} ms behind") : "";
        var workers = value.Workers is { } count ? $" · {count} {(count == 1 ? "worker" : "workers")}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{value.ElapsedS,6:0.0} s · {value.Sent:N0}{planned} sent · {value.Answered:N0} answered · {value.Failed:N0} failed · {value.Rate:0}/s · p50 {value.P50Ms:0.0} ms · p95 {value.P95Ms:0.0} ms{workers}{behind}");
    }
}
