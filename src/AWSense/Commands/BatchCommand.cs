using System.CommandLine;
using AWSense.Batches;
using AWSense.Classifying;
using AWSense.Core.Requests;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary><c>awsense batch</c>: an archive of pictures, classified by a running service.</summary>
internal static class BatchCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE.zip") { Arity = ArgumentArity.ZeroOrOne, Description = "A zip archive of pictures. Not needed to see a batch that was sent before." };
        var (url, key) = (ServiceConnection.UrlOption("--url"), ServiceConnection.KeyOption());
        var resume = new Option<string?>("--resume") { Description = "A batch that was sent before: adds what its upload has not brought, and shows it.", HelpName = "ID" };
        var model = new Option<string?>("--model") { Description = "The model to ask. Default: the service's.", HelpName = "NAME" };
        var topK = ClassifyCommand.Bounded("--top-k", RequestLimits.TopKDefault, 1, RequestLimits.TopKMax, "Labels a picture.");
        var json = new Option<bool>("--json") { Description = "One JSON object a line and picture." };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values, a line for each label." };
        var command = new DocumentedCommand("batch", "Have a running service classify an archive of pictures.", """
            awsense batch photos.zip
            awsense batch photos.zip --url http://127.0.0.1:9000 --csv > labels.csv
            awsense batch photos.zip --resume 019dc5c1-2f00-7abc-8123-456789000000
            """) { file, url, key, resume, model, topK, json, csv };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
            {
                result.AddError("Choose one of --json and --csv.");
            }

            if (result.GetValue(file) is null && result.GetValue(resume) is null)
            {
                result.AddError("Name an archive, or a batch with --resume.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file);
            if (path is not null && !File.Exists(path))
            {
                throw new CommandFailedException($"There is no file {path}.");
            }

            using var http = ServiceConnection.Connect(parsed.GetValue(url) ?? ServiceConnection.DefaultUrl, parsed.GetValue(key), Timeout.InfiniteTimeSpan);
            var format = parsed.GetValue(json) ? OutputFormat.Json : parsed.GetValue(csv) ? OutputFormat.Csv : OutputFormat.Table;
            var run = new BatchRun(new(http, Query(parsed.GetValue(model), parsed.GetValue(topK))), format);
            return await run.ClassifyArchiveAsync(path, IdOf(parsed.GetValue(resume)), cancellationToken);
        });
        return command;
    }

    /// <summary>What is asked of the pictures, as the query of a URL.</summary>
    public static string Query(string? model, int topK) =>
        FormattableString.Invariant($"top_k={topK}") + (model is null ? "" : $"&model={Uri.EscapeDataString(model)}");

    private static RequestId IdOf(string? text) => text is null ? RequestId.NewBatch(TimeProvider.System)
        : RequestId.TryParse(text, out var id) && id.IsBatch ? id
        : throw new CommandFailedException($"{text} is no batch's id; it ends with six zeros.");
}
