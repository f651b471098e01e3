using System.Text.Json;
using AWSense.Scaling.Policies;
using CsCheck;

namespace AWSense.Scaling.Tests.Policies;

/// <summary>Whatever is written can be read, and is the same.</summary>
public sealed class PolicyRoundTripTests
{
    [Fact]
    public void A_policy_survives_yaml() => PolicyGenerator.Policies.Sample(policy => AssertReads(policy, PolicyFile.ToYaml(policy)), iter: 400);

    [Fact]
    public void A_policy_survives_json() => PolicyGenerator.Policies.Sample(policy => AssertReads(policy, PolicyFile.ToJson(policy)), iter: 400);

    [Fact]
    public void A_policy_survives_json_with_every_default() => PolicyGenerator.Policies.Sample(policy => AssertReads(policy, PolicyFile.ToFullJson(policy)), iter: 400);

    [Fact]
    public void A_policy_of_defaults_is_short()
    {
        var yaml = PolicyFile.ToYaml(new() { Rule = new FixedRule { Capacity = 4 } });

        Assert.Equal(
            """
            apiVersion: awsense/v1
            kind: ScalingPolicy
            metadata: { name: default }
            fleet: { min: 1, max: 19, initial: 1, workersPerInstance: 1, floorSchedule: [] }
            policy:
              fixed: { capacity: 4 }

            """,
            yaml);
    }

    [Fact]
    public void No_garbled_text_makes_reading_throw()
    {
        var texts = Gen.Select(PolicyGenerator.Policies, Gen.Select(Gen.Int[0, 5000], Gen.Int[0, 40], Gen.OneOf("", "\t", "{", "[", "- ", ": ", "\"", "\\", "&a ", "*a", "!", "|\n", "\0", "\n---\n", "?", "\uD83D", ">", "%")).Array[1, 4]);
        texts.Sample(
            (policy, cuts) =>
            {
                var text = cuts.Aggregate(PolicyFile.ToYaml(policy), (text, cut) =>
                {
                    var at = cut.Item1 % text.Length;
                    return text.Remove(at, Math.Min(cut.Item2, text.Length - at)).Insert(at, cut.Item3) + " ";
                });
                var reading = PolicyFile.Read(text);
                Assert.Equal(reading.Policy is null, reading.Problems.Any(problem => problem.Severity == PolicySeverity.Error));
                Assert.All(reading.Problems, problem => Assert.True(problem is { Line: > 0, Column: > 0, Message.Length: > 0, Harm.Length: > 0 }));
            },
            iter: 2000);
    }

    private static void AssertReads(ScalingPolicy expected, string text)
    {
        var reading = PolicyFile.Read(text);
        Assert.DoesNotContain(reading.Problems, problem => problem.Severity == PolicySeverity.Error);
        Assert.Equal(Print(expected), Print(reading.Policy!));
    }

    /// <summary>Every property, found without our own writer: one that it forgot must be missed.</summary>
    private static string Print(ScalingPolicy policy) => JsonSerializer.Serialize(policy) + JsonSerializer.Serialize(policy.Rule, policy.Rule.GetType());
}
