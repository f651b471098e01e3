using Amazon.CDK;
using AWSense.Infrastructure;
using AWSense.Infrastructure.Settings;

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
