using AWSense.Core.Answers;
using AWSense.Core.Archive;
using AWSense.Core.Fleet;
using AWSense.Core.Images;
using AWSense.Core.Queues;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Tests.Fakes;

/// <summary>
/// A worker that answers from a script. Like a real one it archives, replies and completes, in this order. Without a script it
/// answers with the label that the picture itself carries (<see cref="TestPictures"/>).
/// </summary>
internal sealed class ScriptedWorker(FakeBackend backend, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ReceiveWait = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource stopping = new();
    private Task run = Task.CompletedTask;

    /// <summary>What a request ends with; null for the usual answer.</summary>
    public Func<ClassificationRequest, RequestError?> Fails { get; set; } = _ => null;

    /// <summary>Awaited before a request is answered.</summary>
    public Func<ClassificationRequest, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Awaited once a result stands.</summary>
    public Func<ClassificationResult, Task> Settled { get; set; } = _ => Task.CompletedTask;

    /// <summary>The fingerprint of its model, under which it keeps its answers; null when it keeps none.</summary>
    public string? Keeps { get; set; }

    public int Slots { get; init; } = 2;

    public async Task StartAsync()
    {
        await backend.Fleet.SetDesiredAsync(1, CancellationToken.None);
        await ReportAsync(WorkerState.Idle);
        run = Task.Run(RunAsync);
    }

    public Task ReportAsync(WorkerState state) => backend.Presence.ReportAsync(
        new("worker-1", state, Slots, 4711, "1.0", new(10, 1, 0.5), time.GetUtcNow(), time.GetUtcNow(), time.GetUtcNow()), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await run;
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                await ReportAsync(WorkerState.Idle);
                foreach (var lease in await backend.Queue.ReceiveAsync(QueueLimits.ReceiveMax, ReceiveWait, stopping.Token))
                {
                    await HandleAsync(lease);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task HandleAsync(RequestLease lease)
    {
        var request = lease.Request;
        await Before(request).WaitAsync(stopping.Token);
        var outcome = await ClassifyAsync(request);
        var standing = await backend.Settlement.SettleAsync(outcome, CancellationToken.None);
        await Settled(standing);
        if (Keeps is { } fingerprint && KnownAnswer.Of(outcome, request.TopK, request.MinConfidence) is { } answer)
        {
            await backend.Answers.KeepAsync(answer, fingerprint, CancellationToken.None);
        }

        await backend.Responses.SendAsync(request.ReplyTo, new(standing, 1.5, time.GetUtcNow()), CancellationToken.None);
        await backend.Queue.CompleteAsync(lease, CancellationToken.None);
    }

    private async Task<ClassificationResult> ClassifyAsync(ClassificationRequest request)
    {
        using var picture = await backend.Archive.GetAsync(ObjectKey.Input(request.Id), CancellationToken.None);
        if (picture is null || TestPictures.Sha256(picture.Memory.Span) != request.Sha256)
        {
            return Outcome(request, RequestState.Failed, [], null, new(ErrorCodes.InputMissing, "The picture is gone."));
        }

        if (Fails(request) is { } error)
        {
            return Outcome(request, RequestState.Failed, [], null, error);
        }

        var format = ImageFormats.Detect(picture.Memory.Span) ?? ImageFormat.Jpeg;
        var best = new LabelScore(283, TestPictures.LabelOf(picture.Memory.Span), "n02123394", 0.75);
        var rest = Enumerable.Range(1, request.TopK - 1).Select(index => new LabelScore(index, $"class {index}", null, 0.2 / index));
        IReadOnlyList<LabelScore> labels = [.. rest.Prepend(best).Where(label => label.Confidence >= request.MinConfidence)];
        return Outcome(request, RequestState.Succeeded, labels, new(format.ToWireName(), 32, 24, request.Sha256), null);
    }

    private ClassificationResult Outcome(
        ClassificationRequest request, RequestState state, IReadOnlyList<LabelScore> labels, ImageInfo? image, RequestError? error) => new(
            request.Id,
            state,
            request.Model,
            labels,
            image,
            error,
            DeadLetter: false,
            request.AcceptedAt,
            time.GetUtcNow(),
            new() { Accept = request.AcceptMs, Fetch = 0.25, Decode = 0.5, Wait = 0.125, Infer = 1 });
}
