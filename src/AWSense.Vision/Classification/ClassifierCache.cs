using AWSense.Core.Models;
using AWSense.Core.Results;
using AWSense.Vision.Models;

namespace AWSense.Vision.Classification;

/// <summary>Loaded models: each is loaded on its first use, at most three are kept, and the one not used for longest goes first.</summary>
/// <remarks>Thread-safe. A model in use is never unloaded, so for a moment there may be more than three. One that can't be loaded fails its own callers, and is tried again with the next.</remarks>
public sealed class ClassifierCache(InstalledModels installed) : IDisposable
{
    private const int LoadedMax = 3;

    private readonly Lock gate = new();
    private readonly List<Entry> loaded = []; // the one used last stands last

    /// <summary>Takes a model in use; dispose of the lease to give it back.</summary>
    /// <exception cref="ModelException">It isn't installed in that version, or can't be loaded.</exception>
    public ClassifierLease Rent(ModelVersion id)
    {
        var entry = Take(id);
        try
        {
            return new(entry.Classifier.Value, entry.Manifest, () => Return(entry));
        }
        catch
        {
            Forget(entry);
            throw;
        }
    }

    /// <summary>Takes the installed version of a model in use.</summary>
    /// <exception cref="ModelException">It isn't installed, or can't be loaded.</exception>
    public ClassifierLease RentDefault(string name) => Rent(installed.ToCatalog(name).Default.Id);

    /// <summary>Unloads everything. Nothing may be in use.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            loaded.ForEach(entry => entry.Unload());
            loaded.Clear();
        }
    }

    private Entry Take(ModelVersion id)
    {
        lock (gate)
        {
            var entry = loaded.Find(known => known.Manifest.Id == id) ?? new Entry(installed.Find(id));
            loaded.Remove(entry);
            loaded.Add(entry);
            entry.Users++;
            return entry;
        }
    }

    private void Return(Entry entry)
    {
        lock (gate)
        {
            entry.Users--;
            while (loaded.Count > LoadedMax && loaded.Find(known => known.Users == 0) is { } oldest)
            {
                loaded.Remove(oldest);
                oldest.Unload();
            }
        }
    }

    private void Forget(Entry entry)
    {
        lock (gate)
        {
            entry.Users--;
            loaded.Remove(entry);
        }
    }

    private sealed class Entry(ModelManifest manifest)
    {
        public ModelManifest Manifest { get; } = manifest;

        // Loaded by the first who needs it, while others wait for that and callers of other models don't.
        public Lazy<Classifier> Classifier { get; } = new(() => Classification.Classifier.Load(manifest));

        public int Users { get; set; }

        public void Unload()
        {
            if (Classifier.IsValueCreated)
            {
                Classifier.Value.Dispose();
            }
        }
    }
}

/// <summary>A loaded model in use.</summary>
public sealed class ClassifierLease : IDisposable
{
    private readonly Classifier classifier;
    private readonly ModelManifest manifest;
    private Action? giveBack;

    internal ClassifierLease(Classifier classifier, ModelManifest manifest, Action giveBack) =>
        (this.classifier, this.manifest, this.giveBack) = (classifier, manifest, giveBack);

    /// <summary>How pictures become this model's input.</summary>
    public Preprocessing Preprocessing => manifest.Preprocessing;

    /// <inheritdoc cref="Classifier.Classify"/>
    public IReadOnlyList<LabelScore> Classify(ReadOnlySpan<byte> pixels, int topK, double minConfidence) =>
        classifier.Classify(pixels, topK, minConfidence);

    public void Dispose() => Interlocked.Exchange(ref giveBack, null)?.Invoke();
}
