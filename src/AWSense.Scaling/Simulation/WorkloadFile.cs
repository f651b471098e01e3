using System.Globalization;
using System.IO.Compression;
using AWSense.Scaling.Recording;

namespace AWSense.Scaling.Simulation;

/// <summary>Reads recorded workloads: CSV, or the recording of a live run; plain or in gzip.</summary>
public static class WorkloadFile
{
    /// <summary>The most requests that a file may hold.</summary>
    public const int RequestsMax = 20_000_000;

    /// <summary>Reads one.</summary>
    /// <param name="path">A file with the columns <c>arrival_s,service_s</c>, one line a request, or <c>second,requests</c>, one line a second; or what <see cref="EventRecorder"/> wrote.</param>
    /// <param name="service">Service times for a file that has none.</param>
    /// <param name="seed">What they are drawn from.</param>
    /// <exception cref="InvalidDataException">The file is neither; the message says where.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static Workload Read(string path, Distribution service, int seed)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        var name = Path.GetFileNameWithoutExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path);
        return Read(stream, new(name, path, RequestsMax), service, seed);
    }

    /// <summary>Reads one from a stream that isn't compressed.</summary>
    /// <param name="source">What it is.</param>
    /// <param name="service">Service times for a file that has none.</param>
    /// <param name="seed">What they are drawn from.</param>
    /// <exception cref="InvalidDataException">It is none, or has too many requests; the message says where.</exception>
    public static Workload Read(Stream stream, WorkloadSource source, Distribution service, int seed)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadLine()?.Trim() switch
        {
            "arrival_s,service_s" => ReadRequests(reader, source),
            "second,requests" => ReadSeconds(reader, source, service, new(seed)),
            { } first when EventRecording.IsHeader(first) => ReadRecording(reader, first, source),
            var header => throw new InvalidDataException(
                $"{source.Path}: the first line is '{Short(header)}'; it should be 'arrival_s,service_s', 'second,requests' or that of a recording (awsense up --record-events)."),
        };
    }

    private static Workload ReadRecording(StreamReader reader, string first, WorkloadSource source)
    {
        var workload = EventRecording.Read(reader, first, source.Path).ToWorkload(source.Name);
        source.Check(workload.Arrivals.Count);
        return workload;
    }

    private static Workload ReadRequests(StreamReader reader, WorkloadSource source)
    {
        List<double> arrivals = [];
        List<double> services = [];
        foreach (var (first, second, line) in Pairs(reader, source))
        {
            if (arrivals.Count > 0 && first < arrivals[^1])
            {
                throw new InvalidDataException($"{source.Path}, line {line}: arrivals must ascend.");
            }

            arrivals.Add(first);
            services.Add(second);
            source.Check(arrivals.Count);
        }

        return new() { Name = source.Name, Arrivals = arrivals, Services = services, Horizon = TimeSpan.FromSeconds(arrivals.Count > 0 ? Math.Ceiling(arrivals[^1]) : 1) };
    }

    private static Workload ReadSeconds(StreamReader reader, WorkloadSource source, Distribution service, Random random)
    {
        List<double> arrivals = [];
        List<double> services = [];
        var end = 0.0;
        foreach (var (second, requests, line) in Pairs(reader, source))
        {
            if (second < end)
            {
                throw new InvalidDataException($"{source.Path}, line {line}: seconds must ascend.");
            }

            source.Check(arrivals.Count + requests);
            for (var request = 0; request < requests; request++)
            {
                arrivals.Add(second + (request / requests));
                services.Add(service.Draw(random));
            }

            end = second + 1;
        }

        return new() { Name = source.Name, Arrivals = arrivals, Services = services, Horizon = TimeSpan.FromSeconds(Math.Max(1, end)) };
    }

    private static IEnumerable<(double First, double Second, int Line)> Pairs(StreamReader reader, WorkloadSource source)
    {
        var line = 1;
        while (reader.ReadLine() is { } text)
        {
            line++;
            var comma = text.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || !Parse(text.AsSpan(0, comma), out var first) || !Parse(text.AsSpan(comma + 1), out var second))
            {
                throw new InvalidDataException($"{source.Path}, line {line}: '{Short(text)}' should be two numbers, not below 0.");
            }

            yield return (first, second, line);
        }
    }

    private static bool Parse(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && value >= 0;

    private static string? Short(string? text) => text is { Length: > 80 } ? $"{text[..80]}…" : text;
}

/// <summary>What a workload is read from.</summary>
/// <param name="Name">The name that the workload gets.</param>
/// <param name="Path">The name that errors tell.</param>
/// <param name="RequestsMax">The most requests that it may hold.</param>
public sealed record WorkloadSource(string Name, string Path, int RequestsMax)
{
    /// <exception cref="InvalidDataException">There are too many requests.</exception>
    internal void Check(double requests)
    {
        if (requests > RequestsMax)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{Path} has more than {RequestsMax:N0} requests."));
        }
    }
}
