using System.CommandLine;
using AWSense.Backends.Aws;
using AWSense.Backends.Aws.Setup;
using AWSense.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AWSense.Commands;

/// <summary><c>awsense aws</c>: what concerns AWS alone.</summary>
internal static class AwsCommand
{
    public static Command Create() => new DocumentedCommand("aws", "Queues and bucket on AWS.", "awsense aws init --bucket my-pictures") { CreateInit() };

    private static DocumentedCommand CreateInit()
    {
        var bucket = new Option<string?>("--bucket") { Description = "The bucket. Default: the setting Aws:Bucket.", HelpName = "NAME" };
        var prefix = new Option<string?>("--prefix") { Description = "What the queues' names begin with. Default: the setting Aws:Prefix, else awsense.", HelpName = "NAME" };
        var command = new DocumentedCommand("init", "Make the queues and the bucket where they are missing, for a trial. The infrastructure's templates make them with all the rest.", """
            awsense aws init --bucket my-pictures
            AWS_ENDPOINT_URL=http://127.0.0.1:4566 awsense aws init --bucket trial --prefix trial
            """) { bucket, prefix };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var configuration = AppConfiguration.Build([new("Aws:Bucket", parsed.GetValue(bucket)), new("Aws:Prefix", parsed.GetValue(prefix))]);
            await using var services = new ServiceCollection().AddAwsSetup(configuration).BuildServiceProvider();
            foreach (var part in await services.GetRequiredService<AwsSetup>().RunAsync(cancellationToken))
            {
                Console.WriteLine(part);
            }

            return 0;
        });
        return command;
    }
}
