using System.CommandLine;
using AWSense.Hosting;

namespace AWSense.Commands;

/// <summary><c>awsense work</c>: one worker process.</summary>
internal static class WorkCommand
{
    public static Command Create()
    {
        var socket = new Option<string>("--socket") { Required = true, Description = "The broker's socket.", HelpName = "PATH" };
        var data = new Option<string>("--data") { Required = true, Description = "The service's data folder.", HelpName = "FOLDER" };
        var id = new Option<string?>("--worker-id") { Description = "The worker's name.", HelpName = "NAME" };
        var command = new DocumentedCommand("work", "Run one worker. \"awsense up\" starts these; there is seldom a reason to do so by hand.", """
            awsense work --socket /tmp/awsense-1f2e3d/broker.sock --data awsense-data
            """) { socket, data, id };
        command.SetAction((parsed, _) => WorkerHost.RunAsync(
            AppConfiguration.Build([new("Worker:Id", parsed.GetValue(id)), new("Data:Folder", parsed.GetValue(data))]), parsed.GetValue(socket)!, parsed.GetValue(data)!));
        return command;
    }
}
