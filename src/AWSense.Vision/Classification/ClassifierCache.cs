using AWSense.Core.Models;
using AWSense.Vision.Models;

namespace AWSense.Vision.Classification;

/// <summary>Loads models on first use and keeps the latest used. Safe to share between threads.</summary>
/// <remarks>
/// A model that can't be loaded fails only its own requests. Its fault is remembered for <see cref="FaultKept"/>, so that a queue
/// full of requests for it doesn't read the file for each of them; after that it is tried again.
/// </remarks>
public sealed class ClassifierCache(InstalledModels models, TimeProvider time) : IDisposable
{
    /// <summary>The most models that are loaded at once.</summary>
    public const int LoadedMax = 3;

    private readonly object gate = new(); // a monitor, since renters may have to wait for a free place
    private readonly List<CachedClassifier> places = []; // the latest used is last
    private readonly Dictionary<ModelVersion, (ModelException Fault, long Since)> faults = [];

    /// <param name="models">The models of this installation.</param>
    public ClassifierCache(InstalledModels models)
        : this(models, TimeProvider.System)
    {
    }

    /// <summary>How long a model that couldn't be loaded isn't tried again.</summary>
    public static TimeSpan FaultKept { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets a model, and loads it first if need be, which takes about 0.1 seconds.</summary>
    /// <remarks>Waits while <see cref="LoadedMax"/> other models are in use, so a thread holds one lease at a time.</remarks>
    /// <exception cref="ModelException">The model isn't installed in this version, or can't be loaded.</exception>
    public ClassifierLease Rent(ModelVersion model)
    {
        var manifest = models.Find(model);
        var place = Take(manifest);
        try
        {
            return new(place.Load(), () => GiveBack(place));
        }
        catch (Exception exception)
        {
            GiveUp(place, exception as ModelException);
            throw;
        }
    }

    /// <summary>Gets a model in whatever version is installed, as <see cref="Rent"/> does.</summary>
    /// <exception cref="ModelException">The model isn't installed, or can't be loaded.</exception>
    public ClassifierLease RentDefault(string name) => Rent(models.Find(name).Id);

    /// <summary>Unloads all models. Nobody may have one in use.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            places.ForEach(place => place.Unload());
            places.Clear();
        }
    }

    private CachedClassifier Take(ModelManifest manifest)
    {
        lock (gate)
        {
            while (true)
            {
                ThrowIfFaulty(manifest.Id);
                if ((places.Find(place => place.Model == manifest.Id) ?? MakePlace(manifest)) is { } place)
                {
                    place.Users++;
                    places.Remove(place);
                    places.Add(place);
                    return place;
                }

                Monitor.Wait(gate);
            }
        }
    }

    private CachedClassifier? MakePlace(ModelManifest manifest)
    {
        if (places.Count < LoadedMax)
        {
            return new(manifest);
        }

        if (places.Find(place => place.Users == 0) is not { } oldest)
        {
            return null;
        }

        places.Remove(oldest);
        oldest.Unload();
        return new(manifest);
    }

    private void ThrowIfFaulty(ModelVersion model)
    {
        if (!faults.TryGetValue(model, out var known))
        {
            return;
        }

        if (time.GetElapsedTime(known.Since) < FaultKept)
        {
            throw new ModelException(model.ToString(), known.Fault.Problems);
        }

        faults.Remove(model);
    }

    private void GiveBack(CachedClassifier place)
    {
        lock (gate)
        {
            place.Users--;
            Monitor.PulseAll(gate);
        }
    }

    // The place is removed at once, and those who waited for the same load come here too.
    private void GiveUp(CachedClassifier place, ModelException? fault)
    {
        lock (gate)
        {
            places.Remove(place);
            if (fault is not null)
            {
                faults[place.Model] = (fault, time.GetTimestamp());
            }

            Monitor.PulseAll(gate);
        }
    }
}
