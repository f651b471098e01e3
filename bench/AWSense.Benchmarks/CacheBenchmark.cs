using System.Diagnostics;
using System.Security.Cryptography;
using AWSense.Backends.Embedded.Archive;
using AWSense.Core;
using AWSense.Core.Answers;
using AWSense.Core.Archive;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using Microsoft.Extensions.Options;

namespace AWSense.Benchmarks;

/// <summary>What the cache of answers costs a picture that isn't known, as a part of what the archive takes for it anyway.</summary>
internal static class CacheBenchmark
{
    private const int Rounds = 5;
    private const int PicturesARound = 500;
    private const string Fingerprint = "benchmark";

    private static readonly ModelVersion Model = new("benchmark", "1");

    public static async Task RunAsync(IReadOnlyList<byte[]> pictures)
    {
        var folder = Directory.CreateTempSubdirectory("awsense-bench-").FullName;
        var archive = new FileObjectStore(folder, new RetentionOptions(), TimeProvider.System);
        var cache = new AnswerCache(archive, Options.Create(new CacheOptions()));
        var answers = new Queue<KnownAnswer>(Enumerable.Range(0, 3 * (Rounds + 1) * PicturesARound).Select(Answer));
        var result = new byte[700];
        List<double> lookups = [], keeps = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var stored = await MeasureAsync(answers, async answer =>
            {
                await archive.TryCreateAsync(ObjectKey.Input(answer.Id), pictures[answer.Labels[0].Index % pictures.Count], Durability.Process, default);
                await archive.TryCreateAsync(ObjectKey.Result(answer.Id), result, Durability.Process, default);
            });
            var looked = await MeasureAsync(answers, answer => cache.FindAsync(answer.Image.Sha256, Model, Fingerprint, answer.Depth, default));
            var kept = await MeasureAsync(answers, answer => cache.KeepAsync(answer, Fingerprint, default));
            if (round > 0) // the first one warms code and folders
            {
                lookups.Add(looked / stored);
                keeps.Add(kept / stored);
            }
        }

        Directory.Delete(folder, recursive: true);
        Console.WriteLine($"cache: to look for an unknown picture takes {Statistics.Median(lookups):0.000} of storing it and its result ({lookups.Min():0.000} to {lookups.Max():0.000}), to keep its answer {Statistics.Median(keeps):0.000} ({keeps.Min():0.000} to {keeps.Max():0.000})");
    }

    private static async Task<double> MeasureAsync(Queue<KnownAnswer> answers, Func<KnownAnswer, Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < PicturesARound; number++)
        {
            await work(answers.Dequeue());
        }

        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static KnownAnswer Answer(int number) => new(
        RequestId.New(TimeProvider.System),
        Model,
        new ImageInfo("jpeg", 500, 375, Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))),
        RequestLimits.TopKDefault,
        [.. Enumerable.Range(number, RequestLimits.TopKDefault).Select(index => new LabelScore(index, "golden retriever", "n02099601", 0.2))]);
}
