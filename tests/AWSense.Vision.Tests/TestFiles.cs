using AWSense.Core.Limits;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;

namespace AWSense.Vision.Tests;

/// <summary>Where the tests find models and pictures, and what they share of them.</summary>
internal static class TestFiles
{
    internal const string SharedVariable = "AWSENSE_SHARED";

    private static readonly string Output = AppContext.BaseDirectory;

    /// <summary>The folder of models that come with the project.</summary>
    internal static string ModelsFolder => Path.Combine(Output, "models");

    internal static InstalledModels Models { get; } = InstalledModels.Open(ModelsFolder);

    internal static PictureDecoder Decoder { get; } = new(new LimitOptions().PixelsMax);

    internal static Preprocessing DefaultPreprocessing => Models.Find("efficientnet-lite0-int8").Preprocessing;

    /// <summary>A file that is copied beside the tests.</summary>
    internal static string Beside(string path) => Path.Combine(Output, path);

    /// <summary>A file of the larger collection; skips the test where there is none.</summary>
    internal static string Shared(string path)
    {
        var root = Environment.GetEnvironmentVariable(SharedVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"{SharedVariable} doesn't name the folder with the larger collection of pictures.");
        return Path.Combine(root!, path);
    }
}
