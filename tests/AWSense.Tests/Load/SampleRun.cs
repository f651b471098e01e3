using AWSense.Load.Planning;
using AWSense.Load.Recording;
using AWSense.Load.Results;
using AWSense.Load.Sending;

namespace AWSense.Tests.Load;

/// <summary>Runs that never were, taken down by the real recorder: 40 requests a second, whose latency goes up and down over the run.</summary>
internal static class SampleRun
{
    private const int Rate = 40;

    private static readonly string[] Stages = ["accept", "queue", "fetch", "decode", "wait", "infer", "archive", "reply"];

    /// <summary>Makes one.</summary>
    /// <param name="seed">What chance is drawn from.</param>
    /// <param name="slowerMs">Added to every latency.</param>
    /// <param name="failEvery">Every so many requests fail; 0 for none.</param>
    /// <param name="pictures">How many different ones are sent.</param>
    public static LoadResult Create(int seed, double slowerMs = 0, int failEvery = 0, int pictures = 25, int requests = 1200, bool withFleet = true)
    {
        var random = new Random(seed);
        var plan = new LoadPlan
        {
            Url = new("http://127.0.0.1:8081/"),
            Protocol = LoadProtocol.MyFile,
            Pictures = [.. Enumerable.Range(0, pictures).Select(number => new LoadPicture($"picture-{number}.jpg", [(byte)number], $"{number:x64}", null))],
            Shape = new OpenLoad("40/s, evenly", []),
        };
        var recorder = new LoadRecorder(plan);
        for (var request = 0; request < requests; request++)
        {
            var intended = (double)request / Rate;
            var hidden = 12 + (request % pictures) + (20 * Math.Sin(Math.PI * request / requests));
            var latency = (hidden + slowerMs - (9 * Math.Log(1 - random.NextDouble()))) / 1000;
            recorder.Sent(intended + 0.0004, intended);
            recorder.Ended(request, intended, intended + 0.0004, intended + latency, AnswerOf(request, latency, failEvery));
        }

        return recorder.Summarize(Info(pictures), "complete", withFleet ? Fleet(requests / Rate) : null);
    }

    private static Answer AnswerOf(int request, double latency, int failEvery) => failEvery > 0 && request % failEvery == 0
        ? new() { Failure = new("urn:awsense:problem:overloaded", "The queue is full", 503, "1,000,000 requests wait <already>") }
        : new() { Label = "espresso", Id = $"job-{request}", Stages = [.. Stages.Select((stage, index) => (stage, latency * 1000 * (index + 1) / 40)), ("total", latency * 1000)] };

    private static LoadRunInfo Info(int pictures) => new(
        "awsense load --url http://127.0.0.1:8081/ --rate 40 --report run.html", "http://127.0.0.1:8081/", "myfile", "40/s, evenly", true, pictures, new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero), "0.1.0", ".NET 10", "Linux", 2, ["tiny:1"], 1.2);

    private static FleetTimeline Fleet(double seconds) => new(
        "local",
        [
            .. Enumerable.Range(0, (int)(seconds * 2)).Select(half => new FleetSample(half / 2.0, half is > 8 and < 40 ? 4 : 1, half is > 12 and < 40 ? 4 : 1, half is > 8 and <= 12 ? 3 : 0, half is >= 40 and < 44 ? 3 : 0, half is > 6 and < 20 ? 60 - (3 * half) : 0, half is > 6 and < 40 ? 4 : 1, 0)),
        ],
        [new(9, 4.2, 1, 4, "44 requests/s of 90 ms are 4 slots"), new(40, 20.1, 4, 1, "0 requests/s of 90 ms are 0 slots")],
        95);
}
