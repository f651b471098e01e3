namespace AWSense.Backends.Tests.Aws.Hosting;

/// <summary>The longest tests on moto, which have a server of their own.</summary>
[CollectionDefinition(Name)]
public sealed class QueuesOnMoto : ICollectionFixture<MotoServer>
{
    public const string Name = "queues on moto";
}

/// <summary>The longest tests on fauxqs, which have a server of their own.</summary>
[CollectionDefinition(Name)]
public sealed class CallsOnFauxqs : ICollectionFixture<FauxqsServer>
{
    public const string Name = "calls on fauxqs";
}
