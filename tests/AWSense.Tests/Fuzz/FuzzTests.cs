using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace AWSense.Tests.Fuzz;

/// <summary>Readers of what strangers send, with changed inputs: a second each here, for as long as <c>scripts/fuzz</c> says there.</summary>
/// <remarks>
/// An input that leads to an outcome not seen before, or to a way through the code where that is instrumented, is changed further. Which ones come
/// is told by the seed, and where they are instrumented by that as well, which is another each time.
/// </remarks>
public sealed class FuzzTests
{
    private const int CorpusMax = 2000;

    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(20);
    private static readonly double Seconds = double.Parse(Environment.GetEnvironmentVariable("AWSENSE_FUZZ_SECONDS") ?? "1", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("AWSENSE_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Where the input that is being read lies, since a crash in native code leaves nothing else; null keeps none.</summary>
    private static readonly string? Folder = Environment.GetEnvironmentVariable("AWSENSE_FUZZ_FOLDER");

    /// <summary>Whether the script says that our code is instrumented.</summary>
    private static readonly bool Instrumented = Environment.GetEnvironmentVariable("AWSENSE_FUZZ_INSTRUMENTED") is not null;

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task No_input_leads_to_anything_but_an_answer(string name)
    {
        var target = FuzzTarget.All[name]();
        var mutator = new Mutator(Seed);
        var corpus = target.Seeds.ToList();
        var (coverage, outcomes) = (new Coverage(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var seed in target.Seeds)
        {
            await IsNewAsync(seed, number: 0);
        }

        var (began, reads, covered) = (Stopwatch.GetTimestamp(), 0, coverage.Count);
        for (; reads < 20 || Stopwatch.GetElapsedTime(began).TotalSeconds < Seconds; reads++)
        {
            var input = mutator.Mutate(mutator.Choose(corpus), target.Seeds);
            if (await IsNewAsync(input, reads) && corpus.Count < CorpusMax)
            {
                corpus.Add(input);
            }
        }

        var ways = Instrumented ? $", {covered:N0} ways by the seeds and {coverage.Count:N0} in all" : "";
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {reads:N0} inputs, {corpus.Count:N0} kept, {outcomes.Count} outcomes{ways}, seed {Seed}");
        Assert.True(outcomes.Count > 1, $"No change of {name}'s seeds led to another outcome; is it read at all?");
        Assert.True(!Instrumented || (covered > 0 && coverage.Count > covered), $"No way through the code of {name} was counted; is it instrumented?");

        async Task<bool> IsNewAsync(byte[] input, int number)
        {
            Coverage.Begin();
            var outcome = await ReadAsync(target, input, number);
            return coverage.Add() | outcomes.Add(outcome);
        }
    }

    [Fact]
    public async Task The_calls_that_inference_is_fuzzed_with_are_good_to_begin_with()
    {
        var target = InferenceTarget.Create();

        var outcomes = await Task.WhenAll(target.Seeds.Select(target.ReadAsync));

        Assert.Equal([2, 2, 2, 1, 2], outcomes.Select(outcome => int.Parse(outcome.AsSpan(0, outcome.IndexOf(" pictures", StringComparison.Ordinal)), CultureInfo.InvariantCulture)));
    }

    private static async Task<string> ReadAsync(FuzzTarget target, byte[] input, int number)
    {
        if (Folder is not null)
        {
            await File.WriteAllBytesAsync(Path.Combine(Folder, $"{target.Name}-reading"), input);
        }

        try
        {
            var outcome = await Task.Run(() => target.ReadAsync(input)).WaitAsync(ReadMax);
            return outcome;
        }
        catch (Exception exception)
        {
            var file = Path.Combine(Folder ?? Path.GetTempPath(), $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..8]}");
            await File.WriteAllBytesAsync(file, input);
            throw new InvalidOperationException($"Input {number} of seed {Seed} is in {file}.", exception);
        }
    }
}
