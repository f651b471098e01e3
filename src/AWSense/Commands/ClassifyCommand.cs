using System.CommandLine;
using AWSense.Batches;
using AWSense.Classifying;
using AWSense.Core.Requests;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary><c>awsense classify</c>: files and folders on this machine, without a service.</summary>
internal static class ClassifyCommand
{
    public static Command Create()
    {
        var paths = new Argument<string[]>("FILE|FOLDER") { Arity = ArgumentArity.OneOrMore, Description = "Pictures, and folders of pictures." };
        var model = new Option<string?>("--model") { Description = "The model to ask. Default: efficientnet-lite0-int8.", HelpName = "NAME" };
        var models = new Option<string?>("--models") { Description = "Folder of installed models.", HelpName = "FOLDER" };
        var topK = Bounded("--top-k", RequestLimits.TopKDefault, 1, RequestLimits.TopKMax, "Labels a picture.");
        var threads = Bounded("--threads", Environment.ProcessorCount, 1, 256, "Pictures classified side by side.");
        var json = new Option<bool>("--json") { Description = "One JSON object a line and picture." };
        var csv = new Option<bool>("--csv") { Description = "Comma-separated values, a line for each label." };
        var (service, key) = (ServiceConnection.UrlOption("--service"), ServiceConnection.KeyOption());
        service.Description = "Have this running service do it, in the lane for many pictures, instead of this machine.";
        var command = new DocumentedCommand("classify", "Classify pictures, on this machine or by a running service.", """
            awsense classify cat.jpg
            awsense classify photos/ --csv > labels.csv
            awsense classify photos/ --json --model efficientnet-lite2-int8
            awsense classify photos/ --service http://127.0.0.1:8081
            """) { paths, model, models, topK, threads, json, csv, service, key };
        command.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(csv))
            {
                result.AddError("Choose one of --json and --csv.");
            }
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var format = parsed.GetValue(json) ? OutputFormat.Json : parsed.GetValue(csv) ? OutputFormat.Csv : OutputFormat.Table;
            if (parsed.GetValue(service) is { } url)
            {
                return ByServiceAsync(url, parsed.GetValue(key), BatchCommand.Query(parsed.GetValue(model), parsed.GetValue(topK)), format, PictureFiles.Find(parsed.GetValue(paths)!), cancellationToken);
            }

            var configuration = AppConfiguration.Build([new("Models:Folder", parsed.GetValue(models)), new("Worker:DefaultModel", parsed.GetValue(model))]);
            var run = new LocalRun(Installation.Open(configuration), parsed.GetValue(topK), parsed.GetValue(threads));
            return run.ClassifyAsync(PictureFiles.Find(parsed.GetValue(paths)!), format, cancellationToken);
        });
        return command;
    }

    private static async Task<int> ByServiceAsync(
        string url, string? key, string query, OutputFormat format, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        using var http = ServiceConnection.Connect(url, key, Timeout.InfiniteTimeSpan);
        return await new BatchRun(new(http, query), format).ClassifyFilesAsync(files, cancellationToken);
    }

    /// <summary>An option that takes a number within bounds.</summary>
    public static Option<int> Bounded(string name, int standard, int min, int max, string description)
    {
        var option = new Option<int>(name) { Description = $"{description} From {min} to {max}.", DefaultValueFactory = _ => standard, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < min || value > max))
            {
                result.AddError($"{name} takes a number from {min} to {max}.");
            }
        });
        return option;
    }
}
