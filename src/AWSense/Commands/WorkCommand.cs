using System.CommandLine;
using AWSense.Backends;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary><c>awsense work</c>: one worker process.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        var backend = new BackendOption();
        var socket = new Option<string?>("--socket") { Description = "The broker's socket, for a worker of \"awsense up\".", HelpName = "PATH" };
        var data = new Option<string?>("--data") { Description = "The service's data folder, for a worker of \"awsense up\".", HelpName = "FOLDER" };
        var id = new Option<string?>("--worker-id") { Description = "The worker's name.", HelpName = "NAME" };
        var command = new DocumentedCommand("work", "Run one worker. \"awsense up\" starts its own; on AWS each instance runs one.", """
            awsense work --backend aws
            awsense work --socket /tmp/awsense-1f2e3d/broker.sock --data awsense-data
            """) { backend, socket, data, id };
        command.SetAction((parsed, _) =>
        {
            var configuration = AppConfiguration.Build([new("Worker:Id", parsed.GetValue(id)), new("Data:Folder", parsed.GetValue(data)), backend.Flag(parsed)]);
            return BackendChoice.Of(configuration) == BackendKind.Aws ? WorkerHost.RunOnAwsAsync(configuration)
                : parsed.GetValue(socket) is { } path && parsed.GetValue(data) is { } folder ? WorkerHost.RunAsync(configuration, path, folder)
                : throw new CommandFailedException("A worker needs --backend aws, or --socket and --data of a service on this machine. To run everything here: awsense up");
        });
        return command;
    }
}
