using AWSense.Core.Results;
using AWSense.Vision.Models;

namespace AWSense.Vision.Classification;

/// <summary>The right to use a loaded model, which isn't unloaded before this is disposed.</summary>
public sealed class ClassifierLease : IDisposable
{
    private readonly Classifier classifier;
    private Action? giveBack;

    internal ClassifierLease(Classifier classifier, Action giveBack) => (this.classifier, this.giveBack) = (classifier, giveBack);

    /// <inheritdoc cref="Classifier.Preprocessing"/>
    public Preprocessing Preprocessing => classifier.Preprocessing;

    /// <inheritdoc cref="Classifier.Classify"/>
    public IReadOnlyList<LabelScore> Classify(ReadOnlySpan<byte> pixels, int topK, double minConfidence)
    {
        ObjectDisposedException.ThrowIf(giveBack is null, this);
        return classifier.Classify(pixels, topK, minConfidence);
    }

    /// <summary>Gives the model back; calling it again does nothing.</summary>
    public void Dispose() => Interlocked.Exchange(ref giveBack, null)?.Invoke();
}
