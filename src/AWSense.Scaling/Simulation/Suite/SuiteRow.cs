using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace AWSense.Scaling.Simulation.Suite;

/// <summary>A policy on all cases of a suite.</summary>
public sealed record SuiteRow
{
    [JsonPropertyName("policy")]
    public required string Policy { get; init; }

    /// <summary>The settings of its rule, by their name.</summary>
    [JsonPropertyName("setting")]
    public required JsonObject Setting { get; init; }

    /// <summary>The geometric mean of the cost over the bound; null where a bound isn't known.</summary>
    [JsonPropertyName("cost_x_bound")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CostOverBound { get; init; }

    /// <summary>The geometric mean of the cost over the work, where a bound isn't known.</summary>
    [JsonPropertyName("cost_x_work")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CostOverWork { get; init; }

    /// <summary>Cases in which 95 of 100 requests were answered within the limit.</summary>
    [JsonPropertyName("limits_met")]
    public required int LimitsMet { get; init; }

    [JsonPropertyName("rows")]
    public required IReadOnlyList<SuiteCell> Cells { get; init; }

    /// <summary>Changes of direction in an hour of all runs; not written, since it follows from the cells.</summary>
    [JsonIgnore]
    public double TurnsPerHour { get; init; }

    /// <summary>Busy workers ended in an hour of all runs.</summary>
    [JsonIgnore]
    public double BusyKilledPerHour { get; init; }
}

/// <summary>A policy on one case of a suite. Times are in seconds; one that never came is infinite, and null in JSON.</summary>
public sealed record SuiteCell
{
    [JsonPropertyName("workload")]
    public required string Workload { get; init; }

    [JsonPropertyName("seed")]
    public required int Seed { get; init; }

    [JsonPropertyName("instance_s")]
    public required double InstanceSeconds { get; init; }

    [JsonPropertyName("p50_s")]
    [JsonConverter(typeof(NeverConverter))]
    public required double P50 { get; init; }

    [JsonPropertyName("p95_s")]
    [JsonConverter(typeof(NeverConverter))]
    public required double P95 { get; init; }

    [JsonPropertyName("p99_s")]
    [JsonConverter(typeof(NeverConverter))]
    public required double P99 { get; init; }

    [JsonPropertyName("launches")]
    public required int Launches { get; init; }

    [JsonPropertyName("turns")]
    public required int Turns { get; init; }

    [JsonPropertyName("busy_killed")]
    public required int BusyKilled { get; init; }

    /// <summary>Requests that no worker had finished, or had, at the end.</summary>
    [JsonPropertyName("unserved")]
    public required int Unserved { get; init; }

    /// <summary>Cost over <see cref="SuiteCase.Bound"/>; null when it isn't known.</summary>
    [JsonPropertyName("x_bound")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CostOverBound { get; init; }

    /// <summary>Cost over the sum of the service times, where the bound isn't known.</summary>
    [JsonPropertyName("x_work")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CostOverWork { get; init; }

    /// <summary>95 of 100 requests were answered within the limit; one that wasn't answered at all missed it.</summary>
    [JsonPropertyName("met")]
    public required bool LimitMet { get; init; }

    /// <summary>Cost over the bound, or over the work where that isn't known.</summary>
    [JsonIgnore]
    public double RelativeCost => CostOverBound ?? CostOverWork ?? 0;
}
