using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AWSense.Scaling.Policies.Files;

/// <summary>A policy as a tree of names and values, as it is written.</summary>
internal static class PolicyDocument
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Parts that are written whole: what begins a policy, the bounds that belong together, and the rule.</summary>
    private static readonly string[] Whole = ["apiVersion", "kind", "metadata", "fleet", "policy"];

    public static string Print(JsonObject document) => document.ToJsonString(Readable);

    /// <summary>Every setting.</summary>
    public static JsonObject Of(ScalingPolicy policy) => new()
    {
        ["apiVersion"] = PolicyReader.ApiVersion,
        ["kind"] = PolicyReader.Kind,
        ["metadata"] = new JsonObject { ["name"] = policy.Name },
        ["fleet"] = Fleet(policy.Fleet),
        ["slo"] = new JsonObject
        {
            ["latencyP95"] = Durations.Print(policy.Slo.LatencyP95),
            ["objective"] = Vocabulary.Objectives.Of(policy.Slo.Objective),
            ["adaptToWorkload"] = policy.Slo.AdaptToWorkload,
        },
        ["service"] = new JsonObject
        {
            ["meanTime"] = policy.Service.MeanTime is { } mean ? Durations.Print(mean) : "measured",
            ["prior"] = Durations.Print(policy.Service.Prior),
        },
        ["capacity"] = Capacity(policy.Capacity),
        ["signals"] = Signals(policy.Signals),
        ["policy"] = RuleDocument.Of(policy.Rule),
        ["limits"] = new JsonObject
        {
            ["maxStepOut"] = policy.Limits.MaxStepOut,
            ["maxStepIn"] = policy.Limits.MaxStepIn,
            ["reversalsPerHour"] = policy.Limits.ReversalsPerHour,
        },
        ["drain"] = Drain(policy.Drain),
        ["aws"] = Aws(policy.Aws),
    };

    /// <summary>The settings that differ from their default, and the parts that are always written.</summary>
    public static JsonObject WithoutDefaults(ScalingPolicy policy)
    {
        var document = Of(policy);
        Trim(document, Of(new ScalingPolicy { Rule = policy.Rule }), Whole);
        return document;
    }

    private static void Trim(JsonObject document, JsonObject standard, string[] kept)
    {
        foreach (var (key, value) in document.Where(entry => !kept.Contains(entry.Key)).ToList())
        {
            if (value is JsonObject part && standard[key] is JsonObject standardPart)
            {
                Trim(part, standardPart, []);
            }

            if (value is JsonObject { Count: 0 } || JsonNode.DeepEquals(value, standard[key]))
            {
                document.Remove(key);
            }
        }
    }

    private static JsonObject Fleet(FleetSettings fleet) => new()
    {
        ["min"] = fleet.Min,
        ["max"] = fleet.Max,
        ["initial"] = fleet.Initial,
        ["workersPerInstance"] = fleet.WorkersPerInstance,
        ["floorSchedule"] = RuleDocument.Schedule(fleet.FloorSchedule, "min"),
    };

    private static JsonObject Capacity(CapacitySettings capacity) => new()
    {
        ["bootTime"] = new JsonObject
        {
            ["prior"] = Durations.Print(capacity.BootTime.Prior),
            ["learn"] = capacity.BootTime.Learn,
            ["percentile"] = capacity.BootTime.Percentile,
        },
        ["billing"] = new JsonObject
        {
            ["granularity"] = Durations.Print(capacity.Billing.Granularity),
            ["minimum"] = Durations.Print(capacity.Billing.Minimum),
            ["pendingFree"] = Durations.Print(capacity.Billing.PendingFree),
        },
        ["warmPool"] = new JsonObject
        {
            ["size"] = capacity.WarmPool.Size,
            ["state"] = Vocabulary.WarmPoolStates.Of(capacity.WarmPool.State),
            ["reuse"] = capacity.WarmPool.Reuse,
        },
        ["purchase"] = new JsonObject
        {
            ["spotPercent"] = capacity.Purchase.SpotPercent,
            ["rebalance"] = capacity.Purchase.Rebalance,
        },
    };

    private static JsonObject Signals(SignalSettings signals) => new()
    {
        ["source"] = Vocabulary.Sources.Of(signals.Source),
        ["interval"] = Durations.Print(signals.Interval),
        ["phase"] = signals.Phase is { } phase ? Durations.Print(phase) : null,
        ["sampleInterval"] = Durations.Print(signals.SampleInterval),
        ["sampleStart"] = Durations.Print(signals.SampleStart),
        ["publicationDelay"] = Durations.Print(signals.PublicationDelay),
        ["maxAge"] = Durations.Print(signals.MaxAge),
        ["onMissing"] = Vocabulary.MissingSignals.Of(signals.OnMissing),
        ["fallback"] = new JsonObject
        {
            ["afterFailures"] = signals.Fallback.AfterFailures,
            ["behavior"] = Vocabulary.Fallbacks.Of(signals.Fallback.Behavior),
            ["capacity"] = signals.Fallback.Capacity,
        },
    };

    private static JsonObject Drain(DrainSettings drain) => new()
    {
        ["mode"] = Vocabulary.DrainModes.Of(drain.Mode),
        ["timeout"] = drain.Timeout is { } timeout ? Durations.Print(timeout) : null,
        ["returnUnfinished"] = drain.ReturnUnfinished,
        ["victim"] = Vocabulary.Victims.Of(drain.Victim),
    };

    private static JsonObject Aws(AwsSettings aws) => new()
    {
        ["actuation"] = Vocabulary.Actuations.Of(aws.Actuation),
        ["safetyNet"] = aws.SafetyNet,
        ["azRebalance"] = Vocabulary.Rebalances.Of(aws.AzRebalance),
        ["warmPool"] = aws.WarmPool,
    };
}
