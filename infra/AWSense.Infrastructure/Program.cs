using Amazon.CDK;
using AWSense.Infrastructure;
using AWSense.Infrastructure.Access;
using AWSense.Infrastructure.Costs;
using AWSense.Infrastructure.Settings;

switch (args)
{
    case ["costs"]:
        Console.Write(CostReport.Create());
        return 0;
    case ["permissions"]:
        Console.Write(GrantReport.Create());
        return 0;
    case ["options"]:
        Console.Write(OptionReport.Create());
        return 0;
    case [_, ..]:
        Console.Error.WriteLine("awsense: the infrastructure knows costs, permissions and options, which print tables; without an argument it is for the CDK.");
        return 1;
}

try
{
    InfrastructureApp.Of(new App()).App.Synth();
    return 0;
}
catch (OptionException exception)
{
    foreach (var problem in exception.Problems)
    {
        Console.Error.WriteLine($"awsense: {problem}");
    }

    Console.Error.WriteLine("awsense: options go to the CDK as --context NAME=VALUE; docs/aws.md lists them.");
    return 1;
}
