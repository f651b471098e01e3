using System.CommandLine;
using AWSense.Backends;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary><c>awsense web</c>: one web instance on AWS.</summary>
internal static class WebCommand
{
    public static Command Create()
    {
        var backend = new BackendOption();
        var urls = new Option<string?>("--urls") { Description = "Where to listen. Default: http://127.0.0.1:8081. Any address but loopback needs an API key (awsense key add).", HelpName = "URL" };
        var data = new Option<string?>("--data") { Description = "Folder of API keys and added models. Default: awsense-data in the working folder.", HelpName = "FOLDER" };
        var command = new DocumentedCommand("web", "Run one web instance on AWS; workers run elsewhere. \"awsense up\" is all of it on this machine.", """
            awsense web --backend aws
            AWSENSE__Backend=aws AWSENSE__Aws__Bucket=my-pictures awsense web --urls http://0.0.0.0:8081
            """) { backend, urls, data };
        command.SetAction((parsed, cancellationToken) =>
        {
            var configuration = AppConfiguration.Build([backend.Flag(parsed), new("Urls", parsed.GetValue(urls)), new("Data:Folder", parsed.GetValue(data))]);
            return BackendChoice.Of(configuration) == BackendKind.Aws
                ? AwsWebHost.RunAsync(configuration, cancellationToken)
                : throw new CommandFailedException("A web instance alone needs a backend that others reach: awsense web --backend aws. To run everything here: awsense up");
        });
        return command;
    }
}
