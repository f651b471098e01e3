using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace AWSense.Demo;

/// <summary>One answer to an upload.</summary>
/// <param name="Picture">Name of the picture.</param>
/// <param name="Label">The label; null when the service did not answer with one.</param>
/// <param name="Error">Why there is none; null when there is one.</param>
/// <param name="Elapsed">From the first byte sent to the whole answer.</param>
/// <param name="Stages">Where the service says the time went, in milliseconds by stage.</param>
internal sealed record LegacyAnswer(
    string Picture, string? Label, string? Error, TimeSpan Elapsed, IReadOnlyList<(string Stage, double Milliseconds)> Stages);

/// <summary>Uploads as the old workload generators do: one multipart file part named <c>myfile</c>, a new connection per request.</summary>
internal sealed class LegacyClient(Uri address) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(10),
    };

    /// <summary>Sends one picture and waits for its label.</summary>
    public async Task<LegacyAnswer> SendAsync(SamplePicture picture, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(picture.Bytes), "myfile", picture.Name } };
        using var response = await http.PostAsync("/", form, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(began);
        return response.IsSuccessStatusCode
            ? new(picture.Name, text, null, elapsed, ReadStages(response.Headers))
            : new(picture.Name, null, $"{(int)response.StatusCode}: {text}", elapsed, []);
    }

    public void Dispose() => http.Dispose();

    private static List<(string Stage, double Milliseconds)> ReadStages(HttpResponseHeaders headers)
    {
        var stages = new List<(string, double)>();
        foreach (var entry in headers.TryGetValues("Server-Timing", out var values) ? values.SelectMany(value => value.Split(',')) : [])
        {
            if (entry.Split(";dur=", StringSplitOptions.TrimEntries) is [var stage, var duration])
            {
                stages.Add((stage, double.Parse(duration, CultureInfo.InvariantCulture)));
            }
        }

        return stages;
    }
}
