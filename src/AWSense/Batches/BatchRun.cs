using System.Globalization;
using AWSense.Classifying;
using AWSense.Core.Requests;
using AWSense.Hosting;
using AWSense.Web.Batches;

namespace AWSense.Batches;

/// <summary>Has a service classify many pictures, shows how far it is, and writes the answers as a local run does.</summary>
internal sealed class BatchRun(BatchClient client, OutputFormat format)
{
    private const int NeverFinished = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private int written;
    private int failed;

    /// <summary>An archive, in one batch.</summary>
    /// <param name="path">The archive; null when it was sent before.</param>
    /// <returns>The exit code: 0 when every picture got labels.</returns>
    public Task<int> ClassifyArchiveAsync(string? path, RequestId id, CancellationToken cancellationToken) => RunAsync(id, async output =>
    {
        var sending = path is null ? Task.CompletedTask : client.SendAsync(id, () => Archive(path), cancellationToken);
        await FollowAsync(id, sending, cancellationToken);
        await WriteAsync(id, result => result.File ?? $"{result.Entry}", output, cancellationToken);
    });

    /// <summary>Files, in as many batches as they need. Their answers come in the order of the files.</summary>
    /// <returns>The exit code: 0 when every picture got labels.</returns>
    public Task<int> ClassifyFilesAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var parts = FileParts.Of(files);
        var ids = parts.Select(_ => RequestId.NewBatch(TimeProvider.System)).ToList();
        return RunAsync(ids[0], async output =>
        {
            var sending = new List<Task> { Task.CompletedTask };
            foreach (var (index, part) in parts.Index())
            {
                sending.Add(SendAfterAsync(sending[index], ids[index], part, cancellationToken));
            }

            foreach (var (index, part) in parts.Index())
            {
                await FollowAsync(ids[index], sending[index + 1], cancellationToken);
                await WriteAsync(ids[index], result => part.Files[result.Entry - 1], output, cancellationToken);
            }
        });
    }

    private static StreamContent Archive(string path)
    {
        var content = new StreamContent(File.OpenRead(path));
        content.Headers.ContentType = new("application/zip");
        return content;
    }

    private async Task SendAfterAsync(Task before, RequestId id, FileParts part, CancellationToken cancellationToken)
    {
        await before;
        await client.SendAsync(id, part.ToContent, cancellationToken);
    }

    private async Task<int> RunAsync(RequestId id, Func<AnswerOutput, Task> work)
    {
        using var output = AnswerOutput.Create(format);
        try
        {
            await work(output);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"\nWhat was sent goes on at the service. To see it: awsense batch --resume {id}");
            throw;
        }

        output.End(written, failed);
        return failed == 0 && written > 0 ? 0 : Failures.ExitCode;
    }

    /// <summary>Shows how a batch goes, until it and its upload have ended.</summary>
    private async Task FollowAsync(RequestId id, Task sending, CancellationToken cancellationToken)
    {
        using var progress = ProgressLine.Start(int.MaxValue, visible: true);
        var failures = 0;
        while (true)
        {
            var uploaded = sending.IsCompleted; // seen before the batch is: what it says then holds all that was sent
            if (uploaded)
            {
                await sending;
            }

            try
            {
                var batch = await client.FindAsync(id, cancellationToken);
                failures = 0;
                if (batch is null && uploaded)
                {
                    throw new CommandFailedException($"The service knows no batch {id}.");
                }

                if (batch is not null)
                {
                    progress.Tell(Describe(batch));
                }

                if (uploaded && batch is { Status: BatchStatus.Finished or BatchStatus.Cancelled })
                {
                    return;
                }
            }
            catch (HttpRequestException exception) when (++failures < NeverFinished)
            {
                progress.Tell($"{exception.Message}; trying again");
            }

            await Task.WhenAny(uploaded ? Task.Delay(Pace, TimeProvider.System, cancellationToken) : sending, Task.Delay(Pace, TimeProvider.System, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static string Describe(BatchBody batch)
    {
        var counts = batch.Counts;
        var ended = counts.Succeeded + counts.Failed + counts.Cancelled + counts.Expired;
        var left = batch.EtaSeconds is not { } eta ? "" : string.Create(
            CultureInfo.InvariantCulture, $" · {eta:0} s left{(batch.EtaErrorSeconds is { } error ? $" ± {error:0} s" : "")}");
        var upload = batch.Upload.State == UploadState.Receiving ? " · still sending" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{ended:N0} of {counts.Total:N0} · {counts.Failed:N0} failed{upload}{left}");
    }

    private async Task WriteAsync(RequestId id, Func<BatchResult, string> nameOf, AnswerOutput output, CancellationToken cancellationToken)
    {
        var batch = await client.FindAsync(id, cancellationToken) ?? throw new CommandFailedException($"The service knows no batch {id}.");
        await foreach (var result in client.ResultsAsync(id, cancellationToken))
        {
            var error = result.Error ?? (result.Status == RequestState.Succeeded ? null : new("unfinished", "It has no outcome."));
            output.Write(new(nameOf(result), result.Labels ?? [], result.Image, error, batch.Model, null, null));
            written++;
            failed += error is null ? 0 : 1;
        }

        if (batch.Upload is { State: UploadState.Incomplete, Error: { } reason })
        {
            throw new CommandFailedException($"{reason.Detail} These are the {written:N0} files before that. To add the rest: awsense batch FILE --resume {id}");
        }
    }
}
