using System.CommandLine;
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
        var command = new DocumentedCommand("classify", "Classify pictures on this machine; no service is needed.", """
            awsense classify cat.jpg
            awsense classify photos/ --csv > labels.csv
            awsense classify photos/ --json --model efficientnet-lite2-int8
            """) { paths, model, models, topK, threads, json, csv };
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
            var configuration = AppConfiguration.Build([new("Models:Folder", parsed.GetValue(models)), new("Worker:DefaultModel", parsed.GetValue(model))]);
            var run = new LocalRun(Installation.Open(configuration), parsed.GetValue(topK), parsed.GetValue(threads));
            return run.ClassifyAsync(PictureFiles.Find(parsed.GetValue(paths)!), format, cancellationToken);
        });
        return command;
    }

    private static Option<int> Bounded(string name, int standard, int min, int max, string description)
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
