using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AWSense.Scaling.Policies;
using AWSense.Scaling.Simulation;
using AWSense.Scaling.Simulation.Workloads;
using AWSense.Scaling.Tests.Simulation.Suite;

namespace AWSense.Scaling.Tests.Deciding;

/// <summary>
/// What each policy decides on some loads, to the last worker and second and for the same reasons, is what it decided before (<c>decisions.txt</c>). Other tests
/// say which decisions are right; this one notices when a change that means to change none does.
/// </summary>
public sealed class DecisionRecordTests
{
    private const string Record = "decisions.txt";

    private static readonly string[] Loads = ["onoff:12:90s:200s:1h", "ramp:1..12:25m", "poisson:4:40m", "burst:400:1s:9m"];

    private static readonly string[] Policies =
    [
        "default", "steady", "local", "seed", "suite/plain", "suite/demand-steady", "suite/demand-economy", "suite/demand-economy-slo", "suite/demand-economy-slo-smooth",
        "suite/step", "suite/targetTracking60", "suite/keda60",
    ];

    private static readonly Dictionary<string, Func<ScalingPolicy, ScalingPolicy>> Variants = new(StringComparer.Ordinal)
    {
        ["as it is"] = policy => policy,
        ["two slots a worker"] = policy => policy with { Fleet = policy.Fleet with { WorkersPerInstance = 2 } },
        ["with headroom"] = policy => policy with { Rule = policy.Rule is DemandRule rule ? rule with { Headroom = 0.3 } : policy.Rule },
    };

    [Fact]
    public void Policies_decide_as_before()
    {
        var recorded = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, Record));
        string[] actual = [.. Policies.SelectMany(policy => Variants.Keys.SelectMany(variant => Loads.Select(load => Line(policy, variant, load))))];
        if (!actual.SequenceEqual(recorded))
        {
            var file = Path.Combine(AppContext.BaseDirectory, $"{Record}.actual");
            File.WriteAllLines(file, actual);
            Assert.Fail($"{actual.Except(recorded).Count()} of {actual.Length} courses differ. Where that is meant, copy {file} over the record:\n{actual.Except(recorded).FirstOrDefault()}");
        }
    }

    private static string Line(string name, string variant, string load)
    {
        var policy = Variants[variant](SuitePolicies.Read(name));
        var run = AWSense.Scaling.Simulation.Simulation.Run(
            policy with { Slo = policy.Slo with { LatencyP95 = TimeSpan.FromSeconds(60) } },
            WorkloadCatalog.Find(load).Draw(seed: 7),
            new SimulationSettings { Seed = 7 },
            TestContext.Current.CancellationToken);
        var line = new StringBuilder($"{name}, {variant}, {load}:");
        var before = policy.Fleet.Initial;
        foreach (var decision in run.Decisions.Where(decision => decision.Decision.Desired != before))
        {
            before = decision.Decision.Desired;
            line.Append(CultureInfo.InvariantCulture, $" {decision.At.TotalSeconds:0.###}={before}");
        }

        var reasons = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', run.Decisions.Select(decision => $"{decision.Decision.Kind} {decision.Decision.Reason}"))));
        return line.Append(CultureInfo.InvariantCulture, $"; reasons {Convert.ToHexStringLower(reasons)[..8]}").ToString();
    }
}
