using System.Collections.Concurrent;
using AWSense.Core.Models;
using AWSense.Core.Results;
using AWSense.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision.Classification;

/// <summary>A loaded model. Safe to share: pictures are classified side by side, each on its caller's thread.</summary>
public sealed class Classifier : IDisposable
{
    private readonly ModelManifest manifest;
    private readonly InferenceSession session;
    private readonly ConcurrentBag<InferenceSlot> idle = [];

    private Classifier(ModelManifest manifest, InferenceSession session) => (this.manifest, this.session) = (manifest, session);

    /// <summary>Name and version.</summary>
    public ModelVersion Model => manifest.Id;

    /// <summary>What <see cref="Classify"/>'s pixels must be.</summary>
    public Preprocessing Preprocessing => manifest.Preprocessing;

    /// <summary>Checks and loads a model's file.</summary>
    /// <exception cref="ModelException">The file isn't the manifest's, can't be loaded, or its graph isn't as the manifest says.</exception>
    public static Classifier Load(ModelManifest manifest)
    {
        manifest.VerifyFile();
        var session = OnnxSession.Open(manifest.ModelFile, manifest.Id.ToString());
        var problems = GraphFit.Problems(manifest, OnnxGraph.Of(session));
        if (problems.Count == 0)
        {
            return new(manifest, session);
        }

        session.Dispose();
        throw new ModelException(manifest.Id.ToString(), problems);
    }

    /// <summary>Classifies one picture.</summary>
    /// <param name="pixels">As <see cref="Decoding.PictureDecoder"/> makes them for <see cref="Preprocessing"/>.</param>
    /// <param name="topK">The most labels to give, at least 1; more than there are classes is all of them.</param>
    /// <param name="minConfidence">Labels below it are left out; from 0 to 1.</param>
    /// <returns>Best first; of equally good classes the one with the lower index is first. Empty when none is sure enough.</returns>
    /// <exception cref="ModelException">The graph failed on this picture, or its output isn't numbers.</exception>
    public IReadOnlyList<LabelScore> Classify(ReadOnlySpan<byte> pixels, int topK, double minConfidence)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, Preprocessing.PixelBytes, nameof(pixels));
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        var slot = Take();
        try
        {
            return BestLabels.Of(slot.Run(session, pixels), manifest, topK, minConfidence);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelException(Model.ToString(), "It failed on this picture.", exception);
        }
        finally
        {
            idle.Add(slot);
        }
    }

    /// <summary>Unloads the model. Nobody may be classifying.</summary>
    public void Dispose()
    {
        while (idle.TryTake(out var slot))
        {
            slot.Dispose();
        }

        session.Dispose();
    }

    // As many slots come to be as pictures were ever classified side by side, which the worker's own slots bound.
    private InferenceSlot Take() => idle.TryTake(out var slot) ? slot : new InferenceSlot(session, manifest);
}
