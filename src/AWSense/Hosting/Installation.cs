using AWSense.Core.Limits;
using AWSense.Core.Models;
using AWSense.Vision.Models;
using AWSense.Worker;
using Microsoft.Extensions.Configuration;

namespace AWSense.Hosting;

/// <summary>The models that this program finds, and which of them answers by default.</summary>
/// <param name="Models">All installed models.</param>
/// <param name="Catalog">What clients may know of them.</param>
/// <param name="PixelsMax">The most pixels that a picture may have.</param>
internal sealed record Installation(InstalledModels Models, ModelCatalog Catalog, long PixelsMax)
{
    /// <summary>Where models come with the program.</summary>
    public static string BuiltInFolder => Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Where models are added, for every service of a data folder.</summary>
    public static string AddedFolder(IConfiguration configuration) => Path.Combine(configuration["Data:Folder"] ?? "awsense-data", "models");

    /// <summary>All models: those that were added, and those that come with the program or lie in <c>Models:Folder</c>.</summary>
    public static InstalledModels OpenModels(IConfiguration configuration) =>
        InstalledModels.Open(AddedFolder(configuration), configuration["Models:Folder"] ?? BuiltInFolder);

    /// <summary>Reads the models.</summary>
    /// <exception cref="ModelException">There is none, or not the one that is to be the default.</exception>
    public static Installation Open(IConfiguration configuration)
    {
        var models = OpenModels(configuration);
        var worker = configuration.GetSection(WorkerOptions.Section).Get<WorkerOptions>() ?? new();
        var limits = configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new();
        return new(models, models.ToCatalog(worker.DefaultModel), limits.PixelsMax);
    }
}
