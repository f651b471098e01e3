using System.CommandLine;
using System.Globalization;
using AWSense.Hosting;
using AWSense.Vision.Models;
using Microsoft.Extensions.Configuration;
using Spectre.Console;

namespace AWSense.Commands;

/// <summary><c>awsense model</c>: what is installed, and whether it works.</summary>
internal static class ModelCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The service's data folder, where models are added. Default: awsense-data.", HelpName = "FOLDER", Recursive = true };
        var models = new Option<string?>("--models") { Description = "Folder of the other models. Default: beside the program.", HelpName = "FOLDER", Recursive = true };
        var command = new DocumentedCommand("model", "List, check and add models. Any ONNX classifier of single pictures can be added.", """
            awsense model list
            awsense model check efficientnet-lite0
            awsense model add resnet50.onnx --name resnet50 --labels labels.txt --fraction 0.875 --activation softmax
            """) { data, models };
        IConfiguration Settings(ParseResult parsed) => AppConfiguration.Build([new("Data:Folder", parsed.GetValue(data)), new("Models:Folder", parsed.GetValue(models))]);
        command.Add(List(Settings));
        command.Add(Check(Settings));
        command.Add(ModelAddCommand.Create(Settings));
        return command;
    }

    private static Command List(Func<ParseResult, IConfiguration> settings)
    {
        var command = new Command("list", "List the installed models.");
        command.SetAction(parsed =>
        {
            var table = new Table().AddColumns("model", "version", "input", "classes", "licence", "description");
            foreach (var model in Installation.OpenModels(settings(parsed)).All)
            {
                table.AddRow([.. Describe(model).Select(Markup.Escape)]);
            }

            AnsiConsole.Write(table);
            return 0;
        });
        return command;
    }

    private static string[] Describe(InstalledModel model) => model.Manifest is { } manifest
        ? [
            manifest.Id.Name,
            manifest.Id.Version,
            string.Create(CultureInfo.InvariantCulture, $"{manifest.Preprocessing.Size} px"),
            manifest.Labels.Count.ToString(CultureInfo.InvariantCulture),
            manifest.Licence,
            manifest.Description,
        ]
        : [model.Name, "", "", "", "", $"can't be used: {string.Join(" ", model.Fault!.Problems)}"];

    private static Command Check(Func<ParseResult, IConfiguration> settings)
    {
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "The model. Default: all." };
        var command = new Command("check", "Run a model, and say in words what is wrong with it.") { name };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(name);
            var models = Installation.OpenModels(settings(parsed)).All.Where(model => wanted is null || model.Name == wanted).ToList();
            if (models.Count == 0)
            {
                throw new CommandFailedException($"There is no model {wanted}. See: awsense model list");
            }

            var broken = models.Where(model => !Tell(model)).ToList();
            return broken.Count == 0 ? 0 : Failures.ExitCode;
        });
        return command;
    }

    private static bool Tell(InstalledModel model)
    {
        var report = new ModelCheck(TimeProvider.System).Run(model, ReadOnlyMemory<byte>.Empty);
        Console.WriteLine(report.IsSound
            ? string.Create(CultureInfo.InvariantCulture, $"{model.Name}: sound; {report.InferenceMs:0.0} ms for a picture")
            : $"{model.Name}: {string.Join($"\n{model.Name}: ", report.Problems)}");
        return report.IsSound;
    }
}
