using AWSense.Core.Models;

namespace AWSense.Vision.Models;

/// <summary>The models of this installation, read once at start. Safe to share between threads.</summary>
public sealed class InstalledModels
{
    private readonly Dictionary<string, InstalledModel> byName;

    private InstalledModels(IReadOnlyList<InstalledModel> all)
    {
        All = all;
        byName = all.ToDictionary(model => model.Name, StringComparer.Ordinal);
    }

    /// <summary>Every model by name, broken ones too.</summary>
    public IReadOnlyList<InstalledModel> All { get; }

    /// <summary>Reads the manifest of every folder that has one. A broken manifest is kept with its fault.</summary>
    /// <param name="modelsFolders">
    /// Folders of models; one that isn't there holds none, and of two models of one name the first folder's counts. Their
    /// subfolders whose name begins with a dot are left out.
    /// </param>
    /// <exception cref="ModelException">A folder is there and can't be read.</exception>
    public static InstalledModels Open(params IEnumerable<string> modelsFolders) =>
        new([.. modelsFolders.SelectMany(ReadAll).DistinctBy(model => model.Name).OrderBy(model => model.Name, StringComparer.Ordinal)]);

    /// <summary>Finds the model of a request.</summary>
    /// <exception cref="ModelException">It isn't installed, or not in this version, or it is broken.</exception>
    public ModelManifest Find(ModelVersion model)
    {
        var manifest = Find(model.Name);
        return manifest.Id == model
            ? manifest
            : throw new ModelException(model.ToString(), $"It is installed in version {manifest.Id.Version}.");
    }

    /// <summary>Finds a model in whatever version is installed.</summary>
    /// <exception cref="ModelException">It isn't installed, or it is broken.</exception>
    public ModelManifest Find(string name)
    {
        var model = byName.GetValueOrDefault(name)
            ?? throw new ModelException(name, $"There is no such model; installed are {string.Join(", ", byName.Keys)}.");
        return model.Manifest ?? throw new ModelException(name, model.Fault!.Problems);
    }

    /// <summary>What clients may know of the models that can be used.</summary>
    /// <param name="defaultName">The one that answers when nobody chooses.</param>
    /// <exception cref="ModelException">The default isn't installed, or it is broken.</exception>
    public ModelCatalog ToCatalog(string defaultName)
    {
        Find(defaultName);
        return new(All.Select(model => model.Manifest?.ToInfo()).OfType<ModelInfo>(), defaultName);
    }

    private static InstalledModel[] ReadAll(string modelsFolder)
    {
        var root = Path.GetFullPath(modelsFolder);
        try
        {
            var folders = Directory.Exists(root) ? Directory.GetDirectories(root) : [];
            return [.. folders
                .Where(folder => !Path.GetFileName(folder).StartsWith('.') && File.Exists(Path.Combine(folder, ModelManifest.FileName)))
                .Select(folder => InstalledModel.Read(folder, root))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(root, "The folder of models can't be read.", exception);
        }
    }
}
