using AWSense.Core.Models;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Vision.Classification;
using AWSense.Vision.Models;
using AWSense.Worker.Chaos;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Handling;

/// <summary>The inferences of a lane that may run side by side, and the models they run.</summary>
/// <remarks>Each lane has its own slots, so that an interactive picture waits for no bulk one. Side by side they share a processor as their threads' niceness says.</remarks>
internal sealed partial class InferenceSlots(
    ClassifierCache models,
    ChaosMonkey chaos,
    IOptions<WorkerOptions> options,
    ILogger<InferenceSlots> logger) : IDisposable
{
    private readonly LanePermits free = new(options.Value.Slots);

    /// <summary>Takes a model in use, loading it when it isn't.</summary>
    /// <exception cref="ModelException">It isn't installed in that version, or can't be loaded.</exception>
    public ClassifierLease Rent(ModelVersion model) => models.Rent(model);

    /// <summary>Waits for a free slot of the lane.</summary>
    /// <returns>False when the worker is to end; no slot is taken then.</returns>
    public Task<bool> TryEnterAsync(Lane lane, CancellationToken stoppingToken) => free.TryTakeAsync(lane, stoppingToken);

    /// <summary>Runs the model on a decoded picture in the slot that was entered, and leaves the slot.</summary>
    /// <returns>The best labels; null when the model failed.</returns>
    public IReadOnlyList<LabelScore>? Infer(RequestLease lease, ClassifierLease model, ReadOnlySpan<byte> pixels)
    {
        var request = lease.Request;
        try
        {
            chaos.BeforeInference(request);
            return model.Classify(pixels, request.TopK, request.MinConfidence);
        }
        catch (Exception exception) when (exception is not Core.InvariantException)
        {
            // Request boundary: a model that fails on one picture must not take the worker, nor the next picture, with it.
            LogInferenceFailed(exception, request.Id.Value, request.Model.ToString());
            return null;
        }
        finally
        {
            free.Return(lease.Lane);
        }
    }

    /// <summary>Loads the default model and runs it once on a black picture. A model that can't fails its own requests later, not this worker.</summary>
    public void WarmUp()
    {
        try
        {
            using var model = models.RentDefault(options.Value.DefaultModel);
            model.Classify(new byte[model.Preprocessing.PixelBytes], topK: 1, minConfidence: 0);
        }
        catch (ModelException exception)
        {
            LogNotWarm(exception, options.Value.DefaultModel);
        }
    }

    public void Dispose() => free.Dispose();

    [LoggerMessage(EventId = 2302, Level = LogLevel.Error, Message = "The default model {Model} can't be loaded; its requests will fail.")]
    private partial void LogNotWarm(Exception exception, string model);

    [LoggerMessage(EventId = 2301, Level = LogLevel.Warning, Message = "Model {Model} failed on request {RequestId}.")]
    private partial void LogInferenceFailed(Exception exception, Guid requestId, string model);
}
