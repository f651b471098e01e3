using System.Text.Json;
using System.Text.Json.Serialization;
using AWSense.Core.Jobs;

namespace AWSense.Backends.Aws.Jobs;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JobJson : JsonSerializerContext
{
    public static byte[] Write(JobRecord job) => JsonSerializer.SerializeToUtf8Bytes(job, Default.JobRecord);

    /// <exception cref="JsonException">It is no job.</exception>
    public static JobRecord Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, Default.JobRecord) ?? throw new JsonException("There is no job in null.");
}
