using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AWSense.Commands;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">How it is called.</param>
/// <param name="summary">What it does, in a sentence.</param>
/// <param name="examples">Whole command lines, one a line.</param>
internal sealed class DocumentedCommand(string name, string summary, string examples) : Command(name, summary)
{
    /// <summary>Whole command lines, one a line.</summary>
    public string Examples { get; } = examples;

    /// <summary>Has the help of all commands below a root tell their examples.</summary>
    public static void TellExamples(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var exitCode = inner.Invoke(parseResult);
            if (parseResult.CommandResult.Command is DocumentedCommand documented)
            {
                var lines = documented.Examples.Split('\n').Select(line => $"  {line}");
                parseResult.InvocationConfiguration.Output.WriteLine($"Examples:\n{string.Join('\n', lines)}\n");
            }

            return exitCode;
        }
    }
}
