using System.CommandLine;
using AWSense.Commands;
using AWSense.Hosting;
using Spectre.Console;

// The archive's writes block threads of the pool for a moment. What computes for longer has threads of its own: with dozens of threads in
// the pool, each starts with cold caches, which cost a tenth of the throughput.
ThreadPool.SetMinThreads(workerThreads: Math.Max(4, Environment.ProcessorCount), completionPortThreads: 4);

var root = new RootCommand("AWSense: an elastic image classification service. Send a picture, get labels.")
{
    UpCommand.Create(),
    DemoCommand.Create(),
    WebCommand.Create(),
    WorkCommand.Create(),
    ClassifyCommand.Create(),
    BatchCommand.Create(),
    StatusCommand.Create(),
    VerifyCommand.Create(),
    ChaosCommand.Create(),
    DoctorCommand.Create(),
    LoadCommand.Create(),
    SimulateCommand.Create(),
    EvaluateCommand.Create(),
    ModelCommand.Create(),
    PolicyCommand.Create(),
    KeyCommand.Create(),
    WebhookCommand.Create(),
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
