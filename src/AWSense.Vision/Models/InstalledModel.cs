namespace AWSense.Vision.Models;

/// <summary>A folder below <c>models/</c>: a model that can be used, or what is wrong with it.</summary>
public sealed record InstalledModel
{
    private InstalledModel(string name, ModelManifest? manifest, ModelException? fault) =>
        (Name, Manifest, Fault) = (name, manifest, fault);

    /// <summary>The folder's name.</summary>
    public string Name { get; }

    /// <summary>The model's manifest; null when there is a <see cref="Fault"/>.</summary>
    public ModelManifest? Manifest { get; }

    /// <summary>Why the model can't be used; null when there is a <see cref="Manifest"/>.</summary>
    public ModelException? Fault { get; }

    internal static InstalledModel Read(string folder, string modelsFolder)
    {
        var name = Path.GetFileName(folder);
        try
        {
            return new(name, ModelManifest.Read(Path.Combine(folder, ModelManifest.FileName), modelsFolder), null);
        }
        catch (ModelException fault)
        {
            // A broken model fails only the requests for it, so that it is kept with its fault.
            return new(name, null, fault);
        }
    }
}
