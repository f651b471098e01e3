using System.CommandLine;
using AWSense.Commands;
using AWSense.Hosting;
using Spectre.Console;

// SQLite, gRPC and the model block threads of the pool for some milliseconds each; with fewer threads than this a reply would wait for them.
ThreadPool.SetMinThreads(32, 32);

var root = new RootCommand("AWSense: an elastic image classification service. Send a picture, get labels.")
{
    UpCommand.Create(),
    DemoCommand.Create(),
    WebCommand.Create(),
    WorkCommand.Create(),
    ClassifyCommand.Create(),
    BatchCommand.Create(),
    StatusCommand.Create(),
    LoadCommand.Create(),
    SimulateCommand.Create(),
    EvaluateCommand.Create(),
    ModelCommand.Create(),
    PolicyCommand.Create(),
    KeyCommand.Create(),
    UserdataCommand.Create(),
    AwsCommand.Create(),
};
DocumentedCommand.TellExamples(root);
if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Width = 200; // what reads it has no edge to break lines at
}

return await Failures.TellAsync(() => root.Parse(args).InvokeAsync(new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = null,
}));
