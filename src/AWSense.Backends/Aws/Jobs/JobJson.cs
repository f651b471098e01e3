using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AWSense.Core.Jobs;

namespace AWSense.Backends.Aws.Jobs;

/// <summary>The JSON of a job's object: the fields of the job, and beside them the name of its last mark, which other versions pass over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobRecord))]
[JsonSerializable(typeof(MarkName), TypeInfoPropertyName = "Mark")]
internal sealed partial class JobJson : JsonSerializerContext
{
    private const string LastMark = "last_mark";

    public static byte[] Write(StoredJob stored)
    {
        if (stored.LastMark is null)
        {
            return JsonSerializer.SerializeToUtf8Bytes(stored.Job, Default.JobRecord);
        }

        var fields = JsonSerializer.SerializeToNode(stored.Job, Default.JobRecord)!.AsObject();
        fields[LastMark] = stored.LastMark;
        return Encoding.UTF8.GetBytes(fields.ToJsonString());
    }

    /// <exception cref="JsonException">It is no job.</exception>
    public static StoredJob Read(ReadOnlySpan<byte> json) => new(
        JsonSerializer.Deserialize(json, Default.JobRecord) ?? throw new JsonException("There is no job in null."),
        JsonSerializer.Deserialize(json, Default.Mark)?.LastMark);

    /// <summary>What is read of a job's object beside the job.</summary>
    internal sealed record MarkName(string? LastMark);
}
