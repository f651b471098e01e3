using AWSense.Core.Requests;
using AWSense.Web.Accepting;
using AWSense.Web.Idempotency;

namespace AWSense.Web.Classify;

/// <summary>A request whose client waits for the answer.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Spec">What is asked.</param>
/// <param name="Wait">The longest wait; after it the request is made durable and goes on without its client.</param>
/// <param name="Began">Timestamp of the HTTP request's begin.</param>
/// <param name="IsKnown">Whether it was sent before, so that its reply may have gone elsewhere.</param>
internal sealed record WaitingRequest(RequestId Id, ClassificationSpec Spec, TimeSpan Wait, long Began, bool IsKnown = false)
{
    /// <summary>A request with the id it goes on under.</summary>
    public static WaitingRequest Of(KeyedRequest keyed, TimeSpan wait, long began) => new(keyed.Id, keyed.Spec, wait, began, keyed.IsKnown);
}
