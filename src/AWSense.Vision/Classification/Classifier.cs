using System.Collections.Concurrent;
using AWSense.Core.Results;
using AWSense.Vision.Models;
using Microsoft.ML.OnnxRuntime;

namespace AWSense.Vision.Classification;

/// <summary>A loaded model. One session serves any number of threads side by side; each inference runs on its caller's thread.</summary>
/// <remarks>Several inferences of one thread each use the cores better than one inference of several threads, and none of them spins while it waits.</remarks>
public sealed class Classifier : IDisposable
{
    private readonly ModelManifest manifest;
    private readonly InferenceSession session;
    private readonly ConcurrentBag<InferenceBuffers> buffers = [];

    private Classifier(ModelManifest manifest, InferenceSession session) => (this.manifest, this.session) = (manifest, session);

    /// <summary>Loads a model, after checking that its file is the one the manifest describes.</summary>
    /// <exception cref="ModelException">It can't be loaded, or isn't what the manifest says.</exception>
    public static Classifier Load(ModelManifest manifest)
    {
        manifest.VerifyFile();
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        try
        {
            var session = new InferenceSession(manifest.File, options);
            var problems = GraphCheck.Compare(session, manifest);
            if (problems.Count == 0)
            {
                return new(manifest, session);
            }

            session.Dispose();
            throw new ModelException($"Model {manifest.Id} isn't what its manifest says: {string.Join("; ", problems)}.");
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelException($"Model {manifest.Id} can't be loaded: {exception.Message}", exception);
        }
    }

    /// <summary>Classifies one decoded picture on the calling thread.</summary>
    /// <param name="pixels">As the decoder wrote them: <see cref="Preprocessing.PixelBytes"/> bytes.</param>
    /// <param name="topK">The most labels to return, at least 1.</param>
    /// <param name="minConfidence">Labels below it are left out.</param>
    /// <returns>Labels, best first.</returns>
    /// <exception cref="ModelException">The model failed.</exception>
    public IReadOnlyList<LabelScore> Classify(ReadOnlySpan<byte> pixels, int topK, double minConfidence)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(pixels.Length, manifest.Preprocessing.PixelBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(topK, 1);
        if (!buffers.TryTake(out var buffer))
        {
            buffer = new(session, manifest);
        }

        try
        {
            return BestLabels.Of(buffer.Run(pixels), manifest.Activation, manifest.Labels, topK, minConfidence);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelException($"Model {manifest.Id} failed: {exception.Message}", exception);
        }
        finally
        {
            buffers.Add(buffer);
        }
    }

    /// <summary>Frees the model. No inference may be running.</summary>
    public void Dispose()
    {
        while (buffers.TryTake(out var buffer))
        {
            buffer.Dispose();
        }

        session.Dispose();
    }
}
