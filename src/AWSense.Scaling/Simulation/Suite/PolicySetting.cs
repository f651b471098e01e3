using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using AWSense.Scaling.Policies;

namespace AWSense.Scaling.Simulation.Suite;

/// <summary>The settings of a policy's rule, as a result names them: times in seconds, all else as it is.</summary>
internal static class PolicySetting
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new SecondsConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Those of one policy, with the promise where the rule reads it.</summary>
    public static JsonObject Of(ScalingPolicy policy)
    {
        var setting = JsonSerializer.SerializeToNode(policy.Rule, policy.Rule.GetType(), Format)!.AsObject();
        if (policy.Rule is DemandRule)
        {
            JsonNode slo = policy.Slo.AdaptToWorkload ? "limit" : policy.Slo.LatencyP95.TotalSeconds;
            setting.Insert(0, "slo", slo);
        }

        return setting;
    }

    private sealed class SecondsConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TimeSpan.FromSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.TotalSeconds);
    }
}
