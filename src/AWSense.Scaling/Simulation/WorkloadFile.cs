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
        using var reader = new StreamReader(stream);
        var name = Path.GetFileNameWithoutExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path);
        return reader.ReadLine()?.Trim() switch
        {
            "arrival_s,service_s" => ReadRequests(reader, name, path),
            "second,requests" => ReadSeconds(reader, name, path, service, new(seed)),
            { } first when EventRecording.IsHeader(first) => EventRecording.Read(reader, first, path).ToWorkload(name),
            var header => throw new InvalidDataException(
                $"{path}: the first line is '{header}'; it should be 'arrival_s,service_s', 'second,requests' or that of a recording (awsense up --record-events)."),
        };
    }

    private static Workload ReadRequests(StreamReader reader, string name, string path)
    {
        List<double> arrivals = [];
        List<double> services = [];
        foreach (var (first, second, line) in Pairs(reader, path))
        {
            if (arrivals.Count > 0 && first < arrivals[^1])
            {
                throw new InvalidDataException($"{path}, line {line}: arrivals must ascend.");
            }

            arrivals.Add(first);
            services.Add(second);
            CheckCount(arrivals.Count, path);
        }

        return new() { Name = name, Arrivals = arrivals, Services = services, Horizon = TimeSpan.FromSeconds(arrivals.Count > 0 ? Math.Ceiling(arrivals[^1]) : 1) };
    }

    private static Workload ReadSeconds(StreamReader reader, string name, string path, Distribution service, Random random)
    {
        List<double> arrivals = [];
        List<double> services = [];
        var end = 0.0;
        foreach (var (second, requests, line) in Pairs(reader, path))
        {
            if (second < end)
            {
                throw new InvalidDataException($"{path}, line {line}: seconds must ascend.");
            }

            CheckCount(arrivals.Count + requests, path);
            for (var request = 0; request < requests; request++)
            {
                arrivals.Add(second + (request / requests));
                services.Add(service.Draw(random));
            }

            end = second + 1;
        }

        return new() { Name = name, Arrivals = arrivals, Services = services, Horizon = TimeSpan.FromSeconds(Math.Max(1, end)) };
    }

    private static IEnumerable<(double First, double Second, int Line)> Pairs(StreamReader reader, string path)
    {
        var line = 1;
        while (reader.ReadLine() is { } text)
        {
            line++;
            var comma = text.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || !Parse(text.AsSpan(0, comma), out var first) || !Parse(text.AsSpan(comma + 1), out var second))
            {
                throw new InvalidDataException($"{path}, line {line}: '{text}' should be two numbers, not below 0.");
            }

            yield return (first, second, line);
        }
    }

    private static bool Parse(ReadOnlySpan<char> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && value >= 0;

    private static void CheckCount(double requests, string path)
    {
        if (requests > RequestsMax)
        {
            throw new InvalidDataException($"{path} has more than {RequestsMax} requests.");
        }
    }
}
