using System.Text.Json.Serialization;
using AWSense.Core.Models;
using AWSense.Core.Requests;
using AWSense.Web.Accepting;

namespace AWSense.Web.Idempotency;

/// <summary>What an <c>Idempotency-Key</c> stands for, as the archive has it.</summary>
/// <param name="Id">The request, or the batch, that was first sent with it.</param>
/// <param name="Asked">Hash of what was asked: picture, model's name, labels.</param>
/// <param name="Model">The model's version then, which goes on to answer.</param>
internal sealed record KeyClaim(RequestId Id, string Asked, ModelVersion Model);

/// <summary>A request with the id it goes on under.</summary>
/// <param name="Id">New, or that of an earlier request with the same key.</param>
/// <param name="Spec">What is asked, with the model's version of the first request.</param>
/// <param name="IsKnown">Whether it was sent before; then some of its steps may be done.</param>
internal sealed record KeyedRequest(RequestId Id, ClassificationSpec Spec, bool IsKnown);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeyClaim))]
internal sealed partial class KeyClaimJson : JsonSerializerContext;
