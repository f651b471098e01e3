using AWSense.Core.Requests;

namespace AWSense.Core.Queues;

/// <summary>A request that is one worker's until <paramref name="Until"/>.</summary>
/// <param name="Request">The request.</param>
/// <param name="Receipt">What the queue knows this lease by; another lease of the same request has another.</param>
/// <param name="DeliveryCount">How often the request has been leased, this time included; 1 at first. Approximate on SQS.</param>
/// <param name="Until">When the lease ends, unless it is extended.</param>
/// <param name="Lane">The lane it was taken from.</param>
public sealed record RequestLease(ClassificationRequest Request, string Receipt, int DeliveryCount, DateTimeOffset Until, Lane Lane);
