using AWSense.Core.Requests;

namespace AWSense.Backends.Embedded.Broker;

/// <summary>A lease as the broker keeps it.</summary>
/// <param name="Seq">The request's place in the database.</param>
/// <param name="Id">The request.</param>
/// <param name="Lane">Where it returns to.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Receipt">What its holder knows it by.</param>
/// <param name="Until">When it ends.</param>
internal sealed record Lease(long Seq, RequestId Id, Lane Lane, LeaseOwner Owner, string Receipt, DateTimeOffset Until);
