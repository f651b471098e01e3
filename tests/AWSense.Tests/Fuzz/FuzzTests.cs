using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace AWSense.Tests.Fuzz;

/// <summary>Readers of what strangers send, with changed inputs: a second each here, for as long as <c>scripts/fuzz</c> says there.</summary>
/// <remarks>An input that leads to an outcome not seen before is changed further. Which ones come is told by the seed.</remarks>
public sealed class FuzzTests
{
    private const int CorpusMax = 500;

    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(20);
    private static readonly double Seconds = double.Parse(Environment.GetEnvironmentVariable("AWSENSE_FUZZ_SECONDS") ?? "1", CultureInfo.InvariantCulture);
    private static readonly int Seed = int.Parse(Environment.GetEnvironmentVariable("AWSENSE_FUZZ_SEED") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Where the input that is being read lies, since a crash in native code leaves nothing else; null keeps none.</summary>
    private static readonly string? Folder = Environment.GetEnvironmentVariable("AWSENSE_FUZZ_FOLDER");

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task No_input_leads_to_anything_but_an_answer(string name)
    {
        var target = FuzzTarget.All[name]();
        var mutator = new Mutator(Seed);
        var corpus = target.Seeds.ToList();
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var seed in target.Seeds)
        {
            outcomes.Add(await target.ReadAsync(seed));
        }

        var (began, reads) = (Stopwatch.GetTimestamp(), 0);
        for (; reads < 20 || Stopwatch.GetElapsedTime(began).TotalSeconds < Seconds; reads++)
        {
            var input = mutator.Mutate(mutator.Choose(corpus), target.Seeds);
            if (outcomes.Add(await ReadAsync(target, input, reads)) && corpus.Count < CorpusMax)
            {
                corpus.Add(input);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {reads:N0} inputs, {outcomes.Count} outcomes, seed {Seed}");
        Assert.True(outcomes.Count > 1, $"No change of {name}'s seeds led to another outcome; is it read at all?");
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
