using AWSense.Core.Models;

namespace AWSense.Vision.Models;

/// <summary>A folder of models, and what stands in it.</summary>
/// <param name="Folder">The folder's name.</param>
/// <param name="Manifest">The model; null when it can't be used.</param>
/// <param name="Problem">Why it can't; null when it can.</param>
public sealed record InstalledModel(string Folder, ModelManifest? Manifest, string? Problem);

/// <summary>The models that this installation finds. A broken one fails its own requests, and no other.</summary>
public sealed class InstalledModels
{
    private InstalledModels(IReadOnlyList<InstalledModel> all) => All = all;

    /// <summary>Every folder that has a manifest, in order of name.</summary>
    public IReadOnlyList<InstalledModel> All { get; }

    /// <summary>Reads all manifests below some folders; of two models of one name the first folder's counts.</summary>
    /// <param name="folders">Folders of models; one that isn't there holds none.</param>
    public static InstalledModels Open(params IEnumerable<string> folders)
    {
        var models = folders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            .Where(folder => File.Exists(Path.Combine(folder, ModelManifest.FileName)))
            .Select(Read)
            .DistinctBy(model => model.Manifest?.Id.Name ?? model.Folder);
        return new([.. models]);
    }

    /// <summary>The manifest of a model in that very version.</summary>
    /// <exception cref="ModelException">It isn't installed, or can't be used.</exception>
    public ModelManifest Find(ModelVersion id)
    {
        var model = All.FirstOrDefault(installed => (installed.Manifest?.Id.Name ?? installed.Folder) == id.Name)
            ?? throw new ModelException($"Model {id.Name} is not installed. Installed are: {string.Join(", ", Names())}.");
        var manifest = model.Manifest ?? throw new ModelException(model.Problem!);
        return manifest.Id == id
            ? manifest
            : throw new ModelException($"Model {id} is not installed; this is version {manifest.Id.Version} of it.");
    }

    /// <summary>What clients may know of the usable models.</summary>
    /// <exception cref="ModelException">The default is not among them.</exception>
    public ModelCatalog ToCatalog(string defaultName)
    {
        var usable = All.Select(model => model.Manifest).OfType<ModelManifest>().Select(manifest => manifest.ToInfo()).ToList();
        if (usable.Any(model => model.Id.Name == defaultName))
        {
            return new(usable, defaultName);
        }

        var broken = All.FirstOrDefault(model => model.Folder == defaultName)?.Problem;
        throw new ModelException(broken ?? $"Model {defaultName} is not installed. Installed are: {string.Join(", ", Names())}.");
    }

    private static InstalledModel Read(string folder)
    {
        var name = Path.GetFileName(folder);
        try
        {
            return new(name, ModelManifest.Read(folder), null);
        }
        catch (ModelException exception)
        {
            return new(name, null, exception.Message);
        }
    }

    private IEnumerable<string> Names() => All.Select(model => model.Manifest?.Id.Name).OfType<string>();
}
