using System.Globalization;
using AWSense.Backends.Embedded;
using AWSense.Core.Diagnosis;
using AWSense.Hosting;
using AWSense.Vision;
using AWSense.Vision.Models;
using AWSense.Worker;
using Microsoft.Extensions.Configuration;

namespace AWSense.Doctor;

/// <summary>What the program needs beside itself: settings that agree, native libraries that load, models that are whole.</summary>
internal static class ProgramChecks
{
    private const string Reinstall = "Install the program again, for this processor and with the native libraries beside it.";
    private const string SeeModels = "See awsense model check, and put the model's files back or add it again with awsense model add.";

    public static IEnumerable<Check> All(IConfiguration configuration) =>
    [
        Check.Of("settings", "Change the settings that the message names.", () => Settings(configuration)),
        Library("libvips", () => NativeLibraries.LibVips),
        Library("onnxruntime", () => NativeLibraries.OnnxRuntime),
        Check.Of("library libjpeg-turbo", Reinstall, () => TurboJpeg(NativeLibraries.HasTurboJpeg)),
        Library("sqlite", SqliteLibrary.Version),
        Check.Of("models", SeeModels, () => Models(configuration)),
    ];

    /// <summary>A library that loads when its version is asked for.</summary>
    internal static Check Library(string name, Func<string> version) => Check.Of($"library {name}", Reinstall, () => Finding.Ok(version()));

    internal static Finding TurboJpeg(bool isInstalled) => isInstalled
        ? Finding.Ok("decodes photos")
        : Finding.Warn(
            "Without it libvips decodes photos, which takes twice as long.",
            "Install libturbojpeg0 (Debian, Ubuntu) or turbojpeg (Fedora, Amazon Linux): about an eighth more pictures a second.");

    internal static Finding Models(IConfiguration configuration)
    {
        var installed = Installation.OpenModels(configuration);
        var named = (configuration.GetSection(WorkerOptions.Section).Get<WorkerOptions>() ?? new()).DefaultModel;
        installed.Find(named);
        var reports = installed.All.Select(model => (model.Name, Report: new ModelCheck(TimeProvider.System).Run(model, ReadOnlyMemory<byte>.Empty))).ToList();
        var broken = reports.Where(model => !model.Report.IsSound).ToList();
        var told = string.Join("; ", broken.Select(model => $"{model.Name}: {string.Join(' ', model.Report.Problems)}"));
        return broken.Count == 0 ? Finding.Ok(string.Join(", ", reports.Select(model => string.Create(CultureInfo.InvariantCulture, $"{model.Name} ({model.Report.InferenceMs:0.0} ms)"))))
            : broken.Exists(model => model.Name == named) ? Finding.Fail(told, SeeModels)
            : Finding.Warn(told, SeeModels);
    }

    private static Finding Settings(IConfiguration configuration)
    {
        ChaosGuard.Check(configuration);
        OptionRelations.Check(configuration);
        return Finding.Ok("they agree");
    }
}
