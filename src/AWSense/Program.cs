using System.CommandLine;
using AWSense.Commands;
using AWSense.Hosting;

// SQLite, gRPC and the model block threads of the pool for some milliseconds each; with fewer threads than this a reply would wait for them.
ThreadPool.SetMinThreads(32, 32);

var root = new RootCommand("AWSense: an elastic image classification service. Send a picture, get labels.")
{
    UpCommand.Create(),
    DemoCommand.Create(),
    WorkCommand.Create(),
    ClassifyCommand.Create(),
    StatusCommand.Create(),
    ModelCommand.Create(),
    KeyCommand.Create(),
};
return await Failures.TellAsync(() => root.Parse(args).InvokeAsync(new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = null,
}));
