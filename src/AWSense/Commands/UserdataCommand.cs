using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using AWSense.Core.Deployment;
using AWSense.Hosting;
using AWSense.Policies;
using AWSense.Scaling.Aws;

namespace AWSense.Commands;

/// <summary><c>awsense userdata</c>: what an instance on AWS runs at its first boot.</summary>
internal static class UserdataCommand
{
    public static Command Create()
    {
        var role = new Option<InstanceRole>("--role") { Required = true, Description = "What the instance does: web or worker.", HelpName = "web|worker" };
        var release = new Option<string>("--release") { Required = true, Description = "The release: the archive that scripts/publish made, or its SHA-256.", HelpName = "FILE|SHA256" };
        var policy = new Option<string>("--policy") { DefaultValueFactory = _ => "default", Description = "The scaling policy, by file or name. Default: default.", HelpName = "FILE|NAME" };
        var prefix = new Option<string>("--prefix") { DefaultValueFactory = _ => "awsense", Description = "What the names of queues, buckets and groups begin with. Default: awsense.", HelpName = "NAME" };
        var settings = new Option<string[]>("--set") { Description = "One more setting of the program, such as Limits:Deadline=00:30:00. Can be repeated.", HelpName = "KEY=VALUE" };
        settings.Validators.Add(CheckSettings);
        var command = new DocumentedCommand("userdata", "Print the user data that brings an EC2 instance up by itself: multi-part, a cloud-config and a shell script.", """
            awsense userdata --role worker --release awsense-linux-x64.tar.gz
            awsense userdata --role web --release 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --policy steady
            """) { role, release, policy, prefix, settings };
        command.SetAction(parsed =>
        {
            try
            {
                var boot = BootPlan.Of(
                    PolicyFiles.Open(parsed.GetValue(policy)!),
                    parsed.GetValue(role),
                    new(parsed.GetValue(prefix)!),
                    Sha256Of(parsed.GetValue(release)!),
                    (parsed.GetValue(settings) ?? []).Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal));
                Console.Write(UserData.Create(boot));
                return 0;
            }
            catch (ArgumentException exception)
            {
                throw new CommandFailedException(exception.Message);
            }
        });
        return command;
    }

    private static string Sha256Of(string release)
    {
        if (!File.Exists(release))
        {
            return release;
        }

        using var file = File.OpenRead(release);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static void CheckSettings(OptionResult result)
    {
        foreach (var setting in result.Tokens.Where(token => !token.Value.Contains('=', StringComparison.Ordinal)))
        {
            result.AddError($"--set takes KEY=VALUE, not {setting.Value}.");
        }
    }
}
