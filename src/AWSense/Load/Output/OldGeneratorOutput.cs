using System.Globalization;
using AWSense.Load.Results;

namespace AWSense.Load.Output;

/// <summary>Writes what the old generators write, for scripts that read it.</summary>
/// <param name="url">What they name when an upload has failed.</param>
/// <param name="output">Where the lines of answers go; written to from any thread.</param>
internal sealed class OldGeneratorOutput(Uri url, TextWriter output) : IProgress<LoadAnswer>
{
    private const string Prefix = "[Workload-gen]";

    public void Report(LoadAnswer value)
    {
        // In one write, so that no other answer comes between the lines.
        var stem = value.Answer.FileName is { } name ? $"{name}:" : "";
        output.WriteLine(value.Answer.Label is { } label
            ? $"{value.Picture.Name} uploaded!\nClassification result: {stem}{label}"
            : $"sendErr: {url}");
    }

    /// <summary>The statistics of the newer one, which compares labels.</summary>
    public static void PrintStatistics(LoadResult result)
    {
        if (result.Accuracy is not { } accuracy)
        {
            return;
        }

        Console.WriteLine($"{Prefix} ----- Workload Generator Statistics -----");
        Console.WriteLine($"{Prefix} Total number of requests: {result.Sent}");
        Console.WriteLine($"{Prefix} Total number of requests completed successfully: {result.Answered}");
        Console.WriteLine($"{Prefix} Total number of failed requests: {result.Failed}");
        Console.WriteLine($"{Prefix} Total number of correct predictions : {accuracy.Correct}");
        Console.WriteLine($"{Prefix} Total number of wrong predictions: {accuracy.Compared - accuracy.Correct}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Prefix} Total response time: {result.DurationS} (seconds)"));
        Console.WriteLine($"{Prefix} -----------------------------------");
    }
}
