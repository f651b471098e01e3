using System.Text.Json.Serialization;
using AWSense.Web.Batches;
using AWSense.Web.Classify;
using AWSense.Web.DeadLetters;
using AWSense.Web.Fleet;
using AWSense.Web.Health;
using AWSense.Web.Inference;
using AWSense.Web.Jobs;
using AWSense.Web.Models;
using AWSense.Web.Problems;
using AWSense.Web.Webhooks;

namespace AWSense.Web;

/// <summary>All JSON of the HTTP interface: snake_case, without nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ClassificationAnswer))]
[JsonSerializable(typeof(JobBody))]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(BatchResult))]
[JsonSerializable(typeof(ModelsBody))]
[JsonSerializable(typeof(FleetBody))]
[JsonSerializable(typeof(FleetHistoryBody))]
[JsonSerializable(typeof(DeadLetterPage))]
[JsonSerializable(typeof(DeadLetterChoice))]
[JsonSerializable(typeof(DeadLetterOutcome))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(WebhookRecord))]
[JsonSerializable(typeof(WebhookDeadLetters))]
[JsonSerializable(typeof(WebhookEvent))]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ServerLive))]
[JsonSerializable(typeof(ServerReady))]
[JsonSerializable(typeof(ModelMetadata))]
[JsonSerializable(typeof(ModelReady))]
[JsonSerializable(typeof(ModelConfiguration))]
[JsonSerializable(typeof(List<IndexedModel>))]
[JsonSerializable(typeof(InferAnswer))]
[JsonSerializable(typeof(InferenceError))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(float))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class WebJson : JsonSerializerContext;
