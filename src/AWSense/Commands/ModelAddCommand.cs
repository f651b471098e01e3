using System.CommandLine;
using System.Globalization;
using AWSense.Hosting;
using AWSense.Vision.Models;
using Microsoft.Extensions.Configuration;

namespace AWSense.Commands;

/// <summary><c>awsense model add</c>: an ONNX file becomes an installed model.</summary>
internal static class ModelAddCommand
{
    private static readonly Argument<string> OnnxFile = new("FILE.onnx") { Description = "The model." };
    private static readonly Option<string?> Name = new("--name") { Description = "What it is to be called.", HelpName = "NAME" };
    private static readonly Option<string?> Labels = new("--labels") { Description = "Names of its classes: JSON, or one a line.", HelpName = "FILE" };
    private static readonly Option<string?> Fraction = new("--fraction") { Description = "Share of a picture's shorter side that is kept, such as 0.875.", HelpName = "F" };
    private static readonly Option<string?> Activation = new("--activation") { Description = "What comes out: softmax or sigmoid (logits), none (probabilities).", HelpName = "A" };
    private static readonly Option<string?> Mean = new("--mean") { Description = "Mean of red, green and blue, for a model of floats, such as 0.485,0.456,0.406.", HelpName = "R,G,B" };
    private static readonly Option<string?> Std = new("--std") { Description = "Deviation of red, green and blue, for a model of floats.", HelpName = "R,G,B" };
    private static readonly Option<int?> Size = new("--size") { Description = "Side of the input, where the graph leaves it free.", HelpName = "PX" };
    private static readonly Option<string?> Layout = new("--layout") { Description = "nchw or nhwc, where the graph leaves it open.", HelpName = "L" };
    private static readonly Option<string?> Licence = new("--licence") { Description = "SPDX identifier of the weights' licence.", HelpName = "ID" };

    public static Command Create(Func<ParseResult, IConfiguration> settings)
    {
        var command = new DocumentedCommand("add", "Add an ONNX classifier. What its graph doesn't tell is asked for, or taken from the flags.", """
            awsense model add resnet50.onnx --name resnet50 --labels labels.txt --fraction 0.875 --activation softmax
            """) { OnnxFile, Name, Labels, Fraction, Activation, Mean, Std, Size, Layout, Licence };
        command.SetAction(parsed =>
        {
            var import = ModelImport.Inspect(parsed.GetValue(OnnxFile)!);
            Console.WriteLine(Describe(import.Facts));
            var answers = AnswersOf(import.Facts, option => parsed.GetValue(option) ?? Ask(option), parsed);
            var manifest = import.Write(Installation.AddedFolder(settings(parsed)), answers);
            Console.WriteLine($"Added {manifest.Id}. Try it: awsense model check {manifest.Id.Name}. A running service finds it when it starts again.");
            return 0;
        });
        return command;
    }

    private static string Describe(GraphFacts facts) => string.Create(
        CultureInfo.InvariantCulture,
        $"The graph takes {facts.InputType.ToString().ToLowerInvariant()} \"{facts.InputName}\" ({facts.Layout?.ToString().ToUpperInvariant() ?? "layout open"}, {facts.Size?.ToString(CultureInfo.InvariantCulture) ?? "size free"}) and gives \"{facts.OutputName}\" with {facts.ClassCount?.ToString(CultureInfo.InvariantCulture) ?? "an open number of"} classes.");

    private static ModelAnswers AnswersOf(GraphFacts facts, Func<Option<string?>, string?> of, ParseResult parsed) => new()
    {
        Name = of(Name),
        LabelsFile = of(Labels),
        Fraction = of(Fraction) is { } fraction ? Number(fraction) : null,
        Activation = of(Activation) is { } activation ? Choice<Activation>(activation) : null,
        Mean = facts.InputType is TensorType.Floats ? Numbers(of(Mean)) : null,
        Std = facts.InputType is TensorType.Floats ? Numbers(of(Std)) : null,
        Size = parsed.GetValue(Size),
        Layout = parsed.GetValue(Layout) is { } layout ? Choice<TensorLayout>(layout) : null,
        Licence = parsed.GetValue(Licence),
    };

    // Asked only where somebody can answer; elsewhere the import says what is missing.
    private static string? Ask(Option<string?> option)
    {
        if (Console.IsInputRedirected)
        {
            return null;
        }

        Console.Write($"{option.Description} ");
        return Console.ReadLine() is { Length: > 0 } answer ? answer.Trim() : null;
    }

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new CommandFailedException($"{text} is no number.");

    private static List<float>? Numbers(string? text) => text is null ? null : [.. text.Split(',').Select(part => (float)Number(part))];

    private static T Choice<T>(string text)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
        ? value
        : throw new CommandFailedException($"{text} is none of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
}
