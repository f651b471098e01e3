using System.Buffers;
using AWSense.Core.Limits;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;
using AWSense.Core.Telemetry;
using AWSense.Vision.Classification;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;
using AWSense.Worker.Chaos;
using AWSense.Worker.Leases;
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Handling;

/// <summary>Takes a picture from the archive to its labels: fetch, decode, wait for a slot, infer.</summary>
/// <remarks>
/// What is leased is fetched at once. The next picture is decoded while this one is in the model, and none beyond it: more threads that compute than
/// that only take the processor's caches from each other.
/// </remarks>
internal sealed class PictureClassifier(
    PictureArchive archive,
    PictureDecoder decoder,
    InferenceSlots slots,
    PrefetchDepth prefetch,
    ChaosMonkey chaos,
    IOptions<LeaseOptions> limits,
    IOptions<WorkerOptions> worker,
    TimeProvider time) : IDisposable
{
    private readonly LanePermits pictures = new(worker.Value.PicturesMax);

    /// <summary>Classifies the picture of a leased request.</summary>
    /// <param name="watch">Looks whether decode and inference end.</param>
    /// <returns>The outcome, good or bad; null when the worker was to end before the inference began, so that nothing has happened.</returns>
    public async Task<ClassificationResult?> ClassifyAsync(RequestLease lease, HangWatch watch, CancellationToken stoppingToken)
    {
        var request = lease.Request;
        await chaos.DelayAsync("queue", stoppingToken);
        var queued = (time.GetUtcNow() - request.AcceptedAt).TotalMilliseconds - request.AcceptMs;
        var clock = new StageClock(time, new() { Accept = request.AcceptMs, Queue = Math.Round(Math.Max(0, queued), 3) });
        using var room = await archive.TakeRoomAsync(lease, stoppingToken);
        using var file = await archive.FetchAsync(request, stoppingToken);
        await chaos.DelayAsync("fetch", stoppingToken);
        clock.Fetched();
        if (file is null)
        {
            return Failed(request, new(ErrorCodes.InputMissing, "The archived picture is gone, or isn't the one that was accepted."), clock);
        }

        if (!await pictures.TryTakeAsync(lease.Lane, stoppingToken))
        {
            return null;
        }

        try
        {
            using var model = slots.Rent(request.Model);
            clock.Waited();
            return await ClassifyAsync(new(lease, model, watch, clock), file.Memory, stoppingToken);
        }
        catch (ModelException exception)
        {
            return Failed(request, new(ErrorCodes.ModelUnavailable, exception.Message), clock);
        }
        finally
        {
            pictures.Return(lease.Lane);
        }
    }

    public void Dispose() => pictures.Dispose();

    private async Task<ClassificationResult?> ClassifyAsync(Job job, ReadOnlyMemory<byte> file, CancellationToken stoppingToken)
    {
        using var pixels = MemoryPool<byte>.Shared.Rent(job.Model.Preprocessing.PixelBytes);
        var request = job.Lease.Request;
        var decoded = await DecodeAsync(job, file, pixels.Memory);
        job.Clock.Decoded();
        if (decoded.Image is not { } image)
        {
            return Failed(request, decoded.Error!, job.Clock);
        }

        if (!await slots.TryEnterAsync(job.Lease.Lane, stoppingToken))
        {
            return null;
        }

        await chaos.DelayAsync("wait", CancellationToken.None);
        job.Clock.Waited();
        var labels = await InferAsync(job, pixels.Memory[..job.Model.Preprocessing.PixelBytes]);
        job.Clock.Inferred();
        prefetch.Handled((job.Clock.Timings.Decode + job.Clock.Timings.Infer) ?? 0);
        return labels is null
            ? Failed(request, new(ErrorCodes.InferenceFailed, "The model failed on this picture."), job.Clock)
            : Outcome.Succeeded(request, labels, image with { Sha256 = request.Sha256 }, job.Clock.Timings, time.GetUtcNow());
    }

    private async Task<DecodeOutcome> DecodeAsync(Job job, ReadOnlyMemory<byte> file, Memory<byte> pixels)
    {
        using var span = AWSenseTelemetry.StartStage("decode");
        await chaos.DelayAsync("decode", CancellationToken.None);
        return job.Watch.Watch("decode", job.Watch.InLane(limits.Value.DecodeTimeout), () =>
        {
            chaos.BeforeDecode(job.Lease.Request);
            return decoder.Read(file, job.Model.Preprocessing, pixels.Span);
        });
    }

    private async Task<IReadOnlyList<LabelScore>?> InferAsync(Job job, ReadOnlyMemory<byte> pixels)
    {
        using var span = AWSenseTelemetry.StartStage("infer");
        await chaos.DelayAsync("infer", CancellationToken.None);
        await Task.Delay(worker.Value.ServiceTime, time, CancellationToken.None);
        return job.Watch.Watch("infer", limits.Value.InferenceTimeout, () => slots.Infer(job.Lease, job.Model, pixels.Span));
    }

    private ClassificationResult Failed(ClassificationRequest request, RequestError error, StageClock clock) =>
        Outcome.Failed(request, error, clock.Timings, time.GetUtcNow());

    /// <summary>One picture's way through the stages.</summary>
    private sealed record Job(RequestLease Lease, ClassifierLease Model, HangWatch Watch, StageClock Clock);
}
