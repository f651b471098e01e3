using System.Text.Json;
using AWSense.SystemTests.Hosting;
using AWSense.Vision.Tests.Models;

namespace AWSense.SystemTests;

/// <summary><c>awsense classify</c> on files, without a service.</summary>
public sealed class ClassifyFilesTests
{
    private const string Black = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAADElEQVR42mNgGB4AAADIAAGTvaWOAAAAAElFTkSuQmCC";
    private const string White = "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAD0lEQVR42mP4jwMwDC0JALoev0GJ6La7AAAAAElFTkSuQmCC";

    [Fact]
    public async Task A_picture_that_the_model_fails_on_ends_neither_the_run_nor_the_other_pictures()
    {
        using var folder = new ModelsFolder();
        folder.Add("logs", onnx: TinyOnnx.Create(TinyOnnx.Float, [-1, 3, 4, 4], 3, [.. TinyOnnx.ChannelMeans, "Log"]));
        var black = folder.Write("black.png", Convert.FromBase64String(Black));
        var white = folder.Write("white.png", Convert.FromBase64String(White));

        var (exitCode, output) = await Shell.RunAsync(
            $"{RunningService.Program} classify {black} {white} {black} --json --threads 1 --model logs --models {folder.Root} 2> /dev/null");

        Assert.Equal(1, exitCode);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetRawText()).ToList();
        Assert.Equal([true, false, true], answers.Select(answer => answer.Contains("inference-failed", StringComparison.Ordinal)));
        Assert.Contains("green", answers[1], StringComparison.Ordinal);
    }
}
