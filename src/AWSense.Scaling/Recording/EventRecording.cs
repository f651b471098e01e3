using System.IO.Compression;
using System.Text.Json;
using AWSense.Scaling.Simulation;

namespace AWSense.Scaling.Recording;

/// <summary>What was recorded of a live run.</summary>
/// <param name="Header">Which run it was.</param>
/// <param name="Events">What happened, by time.</param>
public sealed record EventRecording(RecordingHeader Header, IReadOnlyList<RecordedEvent> Events)
{
    /// <summary>The most events that a file may hold.</summary>
    public const int EventsMax = 50_000_000;

    /// <summary>Reads one, plain or in gzip. A last line that was cut off by a kill is left out.</summary>
    /// <exception cref="InvalidDataException">The file is none; the message says where.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static EventRecording Read(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        return Read(reader, reader.ReadLine() ?? "", path);
    }

    /// <summary>Whether a file whose first line this is may be a recording.</summary>
    internal static bool IsHeader(string line) => line.StartsWith('{');

    internal static EventRecording Read(StreamReader reader, string firstLine, string path)
    {
        var header = Parse(firstLine, RecordingJson.Default.RecordingHeader);
        if (header?.Format != RecordingHeader.CurrentFormat)
        {
            throw new InvalidDataException($"{path}: the first line should tell the format {RecordingHeader.CurrentFormat}.");
        }

        List<RecordedEvent> events = [];
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (Parse(line, RecordingJson.Default.RecordedEvent) is { } happened && events.Count < EventsMax)
            {
                events.Add(happened);
            }
            else if (!reader.EndOfStream)
            {
                throw new InvalidDataException(events.Count < EventsMax
                    ? $"{path}, line {number}: '{line}' is no event."
                    : $"{path} has more than {EventsMax} events.");
            }
        }

        // A decision is written when it is taken, and has the time at which its turn began.
        return new(header, [.. events.OrderBy(happened => happened.At)]);
    }

    /// <summary>The requests of the run, each with the time that it took.</summary>
    /// <remarks>A request that wasn't finished counts as long as the mean of the others.</remarks>
    public Workload ToWorkload(string name)
    {
        Dictionary<long, int> places = [];
        List<double> arrivals = [];
        List<double> services = [];
        foreach (var happened in Events)
        {
            if (happened.Request is not { } request)
            {
                continue;
            }

            if (places.TryAdd(request, arrivals.Count))
            {
                arrivals.Add(happened.At.TotalSeconds);
                services.Add(double.NaN);
            }

            if (happened.Kind == RecordedEventKind.Completed)
            {
                services[places[request]] = happened.Seconds;
            }
        }

        var mean = services.Where(double.IsFinite).DefaultIfEmpty(0).Average();
        return new()
        {
            Name = name,
            Arrivals = arrivals,
            Services = [.. services.Select(service => double.IsNaN(service) ? mean : service)],
            Horizon = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(Events.Count > 0 ? Events[^1].At.TotalSeconds : 1))),
            Overhead = TimeSpan.Zero,
        };
    }

    private static T? Parse<T>(string line, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null; // The caller knows the line and says so.
        }
    }
}
