namespace AWSense.SystemTests.Hosting;

/// <summary>Tests that watch the times of the processes they start, or fill the machine: each of them has it to itself.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
