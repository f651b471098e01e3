namespace AWSense.Core.Models;

/// <summary>What a client may know of an installed model.</summary>
/// <param name="Id">Name and version.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Licence">SPDX identifier of the weights' licence.</param>
/// <param name="InputWidth">Width of the input tensor in pixels.</param>
/// <param name="InputHeight">Height of the input tensor in pixels.</param>
/// <param name="ClassCount">How many classes it tells apart.</param>
/// <param name="Fingerprint">Changes with anything that its answers depend on: weights, preprocessing, labels. Two models of one version with one fingerprint answer the same.</param>
public sealed record ModelInfo(
    ModelVersion Id,
    string Description,
    string Licence,
    int InputWidth,
    int InputHeight,
    int ClassCount,
    string Fingerprint = "");

/// <summary>The models of this installation, read once at start.</summary>
public sealed class ModelCatalog
{
    private readonly Dictionary<string, ModelInfo> byName;

    /// <param name="models">All of them; names are unique.</param>
    /// <param name="defaultName">The one that answers when nobody chooses.</param>
    /// <exception cref="ArgumentException">The default is not among them.</exception>
    public ModelCatalog(IEnumerable<ModelInfo> models, string defaultName)
    {
        All = [.. models.OrderBy(model => model.Id.Name, StringComparer.Ordinal)];
        byName = All.ToDictionary(model => model.Id.Name, StringComparer.Ordinal);
        Default = byName.GetValueOrDefault(defaultName)
            ?? throw new ArgumentException($"There is no model {defaultName}; installed are {string.Join(", ", byName.Keys)}.", nameof(defaultName));
    }

    /// <summary>Every installed model, by name.</summary>
    public IReadOnlyList<ModelInfo> All { get; }

    /// <summary>The model that answers when nobody chooses.</summary>
    public ModelInfo Default { get; }

    /// <summary>Finds a model; null and the empty name mean the default. Null when there is none of that name.</summary>
    public ModelInfo? Find(string? name) => string.IsNullOrEmpty(name) ? Default : byName.GetValueOrDefault(name);
}
