using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.Assertions;

namespace AWSense.Infrastructure.Tests.Support;

/// <summary>The stacks of a deployment, as CloudFormation gets them.</summary>
internal sealed class Synthesis
{
    /// <summary>The release that every synthesis names.</summary>
    public const string Release = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly ConcurrentDictionary<string, Synthesis> Known = new(StringComparer.Ordinal);

    private Synthesis(IReadOnlyList<string> options)
    {
        var context = options.Select(option => option.Split('=', 2)).ToDictionary(pair => pair[0], object (pair) => pair[1], StringComparer.Ordinal);
        context.TryAdd("release", Release);
        var made = InfrastructureApp.Of(new App(new AppProps { Context = context, AnalyticsReporting = false }));
        Template = Template.FromStack(made.Compute);
        Options = made.Options;
        Folder = made.App.Synth().Directory;
        Data = Read("data");
        Compute = Read("compute");
        Observability = Read("observability");
    }

    public Settings.DeploymentOptions Options { get; }

    /// <summary>Where the templates are.</summary>
    public string Folder { get; }

    /// <summary>The stack that matters most, for the CDK's own assertions.</summary>
    public Template Template { get; }

    public JsonObject Data { get; }

    public JsonObject Compute { get; }

    public JsonObject Observability { get; }

    public IReadOnlyList<JsonObject> All => [Data, Compute, Observability];

    /// <summary>Synthesises once for each context; skips the test where there is no node, which the CDK runs in.</summary>
    /// <param name="options">Such as <c>mode=native</c>.</param>
    public static Synthesis Of(params string[] options)
    {
        Assert.SkipUnless(Shell.Has("node"), "The CDK needs node, which isn't here.");
        return Known.GetOrAdd(string.Join(' ', options), _ => new(options));
    }

    /// <summary>The path of a template.</summary>
    public string PathOf(string stack) => Path.Combine(Folder, $"{Options.Names.Prefix}-{stack}.template.json");

    private JsonObject Read(string stack) => JsonNode.Parse(File.ReadAllText(PathOf(stack)))!.AsObject();
}
