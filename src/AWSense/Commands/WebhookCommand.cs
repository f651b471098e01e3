using System.CommandLine;
using System.Globalization;
using AWSense.Hosting;
using AWSense.Web.Webhooks;
using Microsoft.Extensions.Configuration;

namespace AWSense.Commands;

/// <summary><c>awsense webhook</c>: tries receivers, and makes secrets.</summary>
internal static class WebhookCommand
{
    public static Command Create()
    {
        var command = new DocumentedCommand("webhook", "Try a receiver of webhooks, and make secrets to sign them with.", """
            awsense webhook secret
            awsense webhook test https://hooks.example.com/awsense --secret whsec_…
            """);
        command.Add(Secret());
        command.Add(Test());
        return command;
    }

    private static Command Secret()
    {
        var command = new Command("secret", "Print a new secret, for Webhook:Secrets and for the receiver.");
        command.SetAction(_ =>
        {
            Console.WriteLine(WebhookSignature.NewSecret());
            return 0;
        });
        return command;
    }

    private static DocumentedCommand Test()
    {
        var url = new Argument<string>("URL") { Description = "The receiver." };
        var secret = new Option<string?>("--secret") { Description = "What to sign with. Default: Webhook:Secrets of the settings.", HelpName = "SECRET" };
        var command = new DocumentedCommand("test", "Send a signed sample under the rules of the settings, and print what came back.", """
            awsense webhook test https://hooks.example.com/awsense
            """) { url, secret };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = Options(parsed.GetValue(secret));
            var result = await WebhookTrial.SendAsync(options, parsed.GetValue(url)!, TimeProvider.System, cancellationToken);
            var status = result.Status?.ToString(CultureInfo.InvariantCulture) ?? "none";
            Console.WriteLine($"webhook-id  {result.Id}\nstatus      {status}\nanswer      {Printable(result.Answer)}");
            return result.Error is null ? 0 : throw new CommandFailedException(result.Error);
        });
        return command;
    }

    // What a stranger answers mustn't steer the terminal.
    private static string Printable(string answer) => string.Concat(answer.Select(character => char.IsControl(character) ? ' ' : character)).Trim();

    private static WebhookOptions Options(string? secret)
    {
        var options = AppConfiguration.Build([]).GetSection(WebhookOptions.Section).Get<WebhookOptions>() ?? new();
        if (secret is not null)
        {
            options.Secrets.Clear();
            options.Secrets.Add(secret);
        }

        return options.Secrets.Count > 0 && options.Secrets.All(WebhookSignature.IsSecret)
            ? options
            : throw new CommandFailedException("There is no secret to sign with, or it is no secret. Give --secret, or set Webhook:Secrets. Make one with: awsense webhook secret");
    }
}
