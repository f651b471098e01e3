using System.CommandLine;
using AWSense.Backends.Embedded.Data;
using AWSense.Hosting;
using AWSense.Web.Security;
using Spectre.Console;

namespace AWSense.Commands;

/// <summary><c>awsense key</c>: API keys.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data")
        {
            Description = "The service's data folder. Default: awsense-data.",
            DefaultValueFactory = _ => "awsense-data",
            HelpName = "FOLDER",
            Recursive = true,
        };
        var command = new DocumentedCommand("key", "Make, list and revoke API keys. A running service sees the change with the next request.", """
            awsense key add laptop
            awsense key list
            awsense key revoke laptop
            """) { data };
        command.Add(Add(data));
        command.Add(List(data));
        command.Add(Revoke(data));
        return command;
    }

    private static Command Add(Option<string> data)
    {
        var name = new Argument<string>("NAME") { Description = "Who or what will use the key." };
        var command = new Command("add", "Make a key and show it, this once.") { name };
        command.SetAction(parsed =>
        {
            try
            {
                Console.WriteLine(Open(parsed, data).Add(parsed.GetValue(name)!));
                return 0;
            }
            catch (ArgumentException exception)
            {
                throw new CommandFailedException(exception.Message);
            }
        });
        return command;
    }

    private static Command List(Option<string> data)
    {
        var command = new Command("list", "List the keys' names.");
        command.SetAction(parsed =>
        {
            var table = new Table().AddColumns("name", "made");
            foreach (var key in Open(parsed, data).List())
            {
                table.AddRow(Markup.Escape(key.Name), key.CreatedAt.ToString("u"));
            }

            AnsiConsole.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Revoke(Option<string> data)
    {
        var name = new Argument<string>("NAME") { Description = "The key to take away." };
        var command = new Command("revoke", "Take a key away.") { name };
        command.SetAction(parsed => Open(parsed, data).Revoke(parsed.GetValue(name)!)
            ? 0
            : throw new CommandFailedException($"There is no key named {parsed.GetValue(name)}."));
        return command;
    }

    private static ApiKeyStore Open(ParseResult parsed, Option<string> data) =>
        new(DataFolder.KeysOf(parsed.GetValue(data)!), TimeProvider.System);
}
