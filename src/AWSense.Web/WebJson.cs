using System.Text.Json.Serialization;
using AWSense.Web.Batches;
using AWSense.Web.Classify;
using AWSense.Web.DeadLetters;
using AWSense.Web.Fleet;
using AWSense.Web.Health;
using AWSense.Web.Jobs;
using AWSense.Web.Models;
using AWSense.Web.Problems;

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
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class WebJson : JsonSerializerContext;
