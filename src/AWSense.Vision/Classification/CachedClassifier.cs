using AWSense.Core.Models;
using AWSense.Vision.Models;

namespace AWSense.Vision.Classification;

/// <summary>A model in the cache: loaded, being loaded, or about to be.</summary>
internal sealed class CachedClassifier(ModelManifest manifest)
{
    // One thread loads, others who want the same model wait for it and share its success or its exception.
    private readonly Lazy<Classifier> classifier = new(() => Classifier.Load(manifest));

    internal ModelVersion Model => manifest.Id;

    /// <summary>How many have it in use. Guarded by the cache's gate.</summary>
    internal int Users { get; set; }

    /// <exception cref="ModelException">The model can't be loaded.</exception>
    internal Classifier Load() => classifier.Value;

    internal void Unload()
    {
        if (classifier.IsValueCreated)
        {
            classifier.Value.Dispose();
        }
    }
}
