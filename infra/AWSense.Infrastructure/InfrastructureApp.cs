using Amazon.CDK;
using AWSense.Infrastructure.Compute;
using AWSense.Infrastructure.Data;
using AWSense.Infrastructure.Observability;
using AWSense.Infrastructure.Settings;

namespace AWSense.Infrastructure;

/// <summary>The three stacks of a deployment.</summary>
internal sealed class InfrastructureApp
{
    private InfrastructureApp(App app, DeploymentOptions options)
    {
        App = app;
        Options = options;
        var prefix = options.Names.Prefix;
        Data = new(app, $"{prefix}-data", options, Props("Queues, buckets and the topic of alarms"));
        Compute = new(app, $"{prefix}-compute", options, Props("Network, workers and web tier"));
        Observability = new(app, $"{prefix}-observability", options, Compute, Props("Alarms and dashboard"));
        Compute.AddDependency(Data);
        Observability.AddDependency(Data);
        Tags.Of(app).Add("awsense:deployment", prefix);

        StackProps Props(string what) => new()
        {
            Description = $"AWSense ({prefix}): {what}",

            // The templates hold no assets, and are deployed with the rights of who deploys; of the bootstrap only the bucket for large templates is used.
            Synthesizer = new LegacyStackSynthesizer(),
        };
    }

    /// <summary>The application, to be synthesised.</summary>
    public App App { get; }

    /// <summary>What it was made from.</summary>
    public DeploymentOptions Options { get; }

    public DataStack Data { get; }

    public ComputeStack Compute { get; }

    public ObservabilityStack Observability { get; }

    /// <summary>Makes the stacks of what the context says.</summary>
    /// <param name="app">Its context has the options.</param>
    /// <exception cref="OptionException">Some options are wrong.</exception>
    public static InfrastructureApp Of(App app) =>
        new(app, new OptionReader(name => app.Node.TryGetContext(name)?.ToString() is { Length: > 0 } value ? value : null).Read());
}
