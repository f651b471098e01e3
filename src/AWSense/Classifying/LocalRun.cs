using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using AWSense.Core.Models;
using AWSense.Core.Results;
using AWSense.Hosting;
using AWSense.Vision.Classification;
using AWSense.Vision.Decoding;
using AWSense.Vision.Models;

namespace AWSense.Classifying;

/// <summary>What came of one file.</summary>
/// <param name="File">Its path, as it was found.</param>
/// <param name="Labels">Best first; empty when there is an error.</param>
/// <param name="Image">What the picture is; null when there is an error.</param>
/// <param name="Error">Why there are no labels.</param>
/// <param name="Model">The model that was asked.</param>
/// <param name="DecodeMs">Milliseconds for reading and decoding; null when a service did it.</param>
/// <param name="InferMs">Milliseconds for the model; null when a service did it.</param>
internal sealed record FileAnswer(
    string File,
    IReadOnlyList<LabelScore> Labels,
    ImageInfo? Image,
    RequestError? Error,
    ModelVersion Model,
    double? DecodeMs,
    double? InferMs);

/// <summary>Classifies files on all cores and writes the answers in the order of the files, in constant memory.</summary>
internal sealed class LocalRun(Installation installation, int topK, int threads)
{
    private const int AheadPerThread = 4;

    private readonly ModelVersion model = installation.Catalog.Default.Id;
    private readonly PictureDecoder decoder = new(installation.PixelsMax);

    /// <summary>Classifies the files.</summary>
    /// <returns>The exit code: 0 when every file got labels.</returns>
    public async Task<int> ClassifyAsync(IReadOnlyList<string> files, OutputFormat format, CancellationToken cancellationToken)
    {
        using var models = new ClassifierCache(installation.Models);
        using var output = AnswerOutput.Create(format);
        using var progress = ProgressLine.Start(files.Count, visible: format != OutputFormat.Table || files.Count > 200);
        using var free = new SemaphoreSlim(threads);
        var answers = Channel.CreateBounded<Task<FileAnswer>>(threads * AheadPerThread);
        var feeding = FeedAsync(files, models, free, answers.Writer, cancellationToken);
        var failed = 0;
        await foreach (var answer in answers.Reader.ReadAllAsync(cancellationToken))
        {
            var done = await answer;
            output.Write(done);
            failed += done.Error is null ? 0 : 1;
            progress.Advance(failed);
        }

        await feeding;
        output.End(files.Count, failed);
        return failed == 0 ? 0 : Failures.ExitCode;
    }

    private async Task FeedAsync(
        IReadOnlyList<string> files, ClassifierCache models, SemaphoreSlim free, ChannelWriter<Task<FileAnswer>> answers, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            await free.WaitAsync(cancellationToken);
            var answer = Task.Run(
                () =>
                {
                    try
                    {
                        return Classify(file, models);
                    }
                    finally
                    {
                        free.Release();
                    }
                },
                CancellationToken.None);
            await answers.WriteAsync(answer, cancellationToken);
        }

        answers.Complete();
    }

    private FileAnswer Classify(string file, ClassifierCache models)
    {
        var began = Stopwatch.GetTimestamp();
        if (!TryRead(file, out var bytes, out var unreadable))
        {
            return new(file, [], null, unreadable, model, 0, 0);
        }

        using var lease = models.Rent(model);
        var pixels = ArrayPool<byte>.Shared.Rent(lease.Preprocessing.PixelBytes);
        try
        {
            var decoded = decoder.Decode(bytes, lease.Preprocessing, pixels);
            var decodeMs = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (decoded.Image is not { } image)
            {
                return new(file, [], null, decoded.Error, model, decodeMs, 0);
            }

            began = Stopwatch.GetTimestamp();
            var (labels, failure) = Infer(lease, pixels);
            var inferMs = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            image = image with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
            return new(file, labels, failure is null ? image : null, failure, model, decodeMs, inferMs);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }

    private (IReadOnlyList<LabelScore> Labels, RequestError? Error) Infer(ClassifierLease lease, byte[] pixels)
    {
        try
        {
            return (lease.Classify(pixels.AsSpan(0, lease.Preprocessing.PixelBytes), topK, minConfidence: 0), null);
        }
        catch (ModelException exception)
        {
            // The model is loaded and failed on this picture; the next one may be fine.
            return ([], new(ErrorCodes.InferenceFailed, exception.Message));
        }
    }

    private static bool TryRead(string file, out byte[] bytes, out RequestError? error)
    {
        try
        {
            (bytes, error) = (File.ReadAllBytes(file), null);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            (bytes, error) = ([], new("file-unreadable", exception.Message));
            return false;
        }
    }
}
