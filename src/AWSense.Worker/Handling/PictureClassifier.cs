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
using Microsoft.Extensions.Options;

namespace AWSense.Worker.Handling;

/// <summary>Takes a picture from the archive to its labels: fetch, decode, wait for a slot, infer.</summary>
/// <remarks>The next picture is decoded while this one is in the model; only inferences are bounded by slots.</remarks>
internal sealed class PictureClassifier(
    PictureArchive archive,
    PictureDecoder decoder,
    InferenceSlots slots,
    ComputeThreads compute,
    ChaosMonkey chaos,
    IOptions<LeaseOptions> limits,
    IOptions<WorkerOptions> worker,
    TimeProvider time)
{
    /// <summary>Loads the default model and runs it once.</summary>
    public void WarmUp() => slots.WarmUp();

    /// <summary>Classifies the picture of a leased request.</summary>
    /// <returns>The outcome, good or bad; null when the worker was to end before the inference began, so that nothing has happened.</returns>
    /// <exception cref="ProcessingHungException">A decode or an inference did not end.</exception>
    public async Task<ClassificationResult?> ClassifyAsync(RequestLease lease, CancellationToken stoppingToken)
    {
        var request = lease.Request;
        await chaos.DelayAsync("queue", stoppingToken);
        var queued = (time.GetUtcNow() - request.AcceptedAt).TotalMilliseconds - request.AcceptMs;
        var clock = new StageClock(time, new() { Accept = request.AcceptMs, Queue = Math.Round(Math.Max(0, queued), 3) });
        using var file = await archive.FetchAsync(request, stoppingToken);
        await chaos.DelayAsync("fetch", stoppingToken);
        clock.Fetched();
        if (file is null)
        {
            return Failed(request, new(ErrorCodes.InputMissing, "The archived picture is gone, or isn't the one that was accepted."), clock);
        }

        try
        {
            using var model = slots.Rent(request.Model);
            clock.Waited();
            var pixels = ArrayPool<byte>.Shared.Rent(model.Preprocessing.PixelBytes);
            var outcome = await ClassifyAsync(lease, file.Memory, model, pixels, clock, stoppingToken);
            ArrayPool<byte>.Shared.Return(pixels); // Not in a finally: after a hang the stuck thread may still write there.
            return outcome;
        }
        catch (ModelException exception)
        {
            return Failed(request, new(ErrorCodes.ModelUnavailable, exception.Message), clock);
        }
    }

    private async Task<ClassificationResult?> ClassifyAsync(
        RequestLease lease,
        ReadOnlyMemory<byte> file,
        ClassifierLease model,
        byte[] pixels,
        StageClock clock,
        CancellationToken stoppingToken)
    {
        var request = lease.Request;
        var decoded = await DecodeAsync(lease, file, model, pixels);
        clock.Decoded();
        if (decoded.Image is not { } image)
        {
            return Failed(request, decoded.Error!, clock);
        }

        if (!await slots.TryEnterAsync(lease.Lane, stoppingToken))
        {
            return null;
        }

        await chaos.DelayAsync("wait", CancellationToken.None);
        clock.Waited();
        var labels = await InferAsync(lease, model, pixels);
        clock.Inferred();
        return labels is null
            ? Failed(request, new(ErrorCodes.InferenceFailed, "The model failed on this picture."), clock)
            : Outcome.Succeeded(request, labels, image with { Sha256 = request.Sha256 }, clock.Timings, time.GetUtcNow());
    }

    private async Task<DecodeOutcome> DecodeAsync(RequestLease lease, ReadOnlyMemory<byte> file, ClassifierLease model, byte[] pixels)
    {
        using var span = AWSenseTelemetry.StartStage("decode");
        await chaos.DelayAsync("decode", CancellationToken.None);
        var decoding = compute.RunAsync(lease.Lane, () =>
        {
            chaos.BeforeDecode(lease.Request);
            return decoder.Read(file, model.Preprocessing, pixels);
        });
        return await InTimeAsync(decoding, "decode", "decode", limits.Value.DecodeTimeout);
    }

    private async Task<IReadOnlyList<LabelScore>?> InferAsync(RequestLease lease, ClassifierLease model, byte[] pixels)
    {
        using var span = AWSenseTelemetry.StartStage("infer");
        await chaos.DelayAsync("infer", CancellationToken.None);
        await Task.Delay(worker.Value.ServiceTime, time, CancellationToken.None);

        // Never on a thread that gives way: it has the slot that interactive pictures wait for.
        var inference = compute.RunAsync(Lane.Interactive, () => slots.Infer(lease.Request, model, pixels.AsSpan(0, model.Preprocessing.PixelBytes)));
        return await InTimeAsync(inference, "infer", "inference", limits.Value.InferenceTimeout);
    }

    private async Task<T> InTimeAsync<T>(Task<T> work, string stage, string words, TimeSpan timeout)
    {
        try
        {
            return await work.WaitAsync(timeout, time);
        }
        catch (TimeoutException)
        {
            throw new ProcessingHungException(stage, words, timeout);
        }
    }

    private ClassificationResult Failed(ClassificationRequest request, RequestError error, StageClock clock) =>
        Outcome.Failed(request, error, clock.Timings, time.GetUtcNow());
}
