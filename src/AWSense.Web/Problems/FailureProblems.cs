using AWSense.Core.Archive;
using AWSense.Core.Queues;
using AWSense.Web.Batches;
using Microsoft.AspNetCore.Http;

namespace AWSense.Web.Problems;

/// <summary>What the failures of the web tier and of its backend are told as.</summary>
internal static class FailureProblems
{
    /// <summary>The problem that a failure is.</summary>
    public static (ProblemKind Kind, string Detail) Of(Exception exception) => exception switch
    {
        ProblemException problem => (problem.Kind, problem.Message),
        ArchiveException archive => (archive.Kind, archive.Message),
        QueueFullException full => (ProblemKinds.TooBusy, full.Message),
        StorageFullException full => (ProblemKinds.StorageFull, full.Message),
        BackendUnavailableException unavailable => (ProblemKinds.Unavailable, unavailable.Message),
        BadHttpRequestException bad => (ProblemKinds.OfStatus(bad.StatusCode) with { Status = bad.StatusCode }, bad.Message),
        InvalidDataException invalid => (ProblemKinds.Malformed, invalid.Message), // how the framework tells a bad multipart body
        IOException => (ProblemKinds.Malformed, "The request ended before its body did."),
        _ => (ProblemKinds.Internal, "The failure is logged under the trace id."),
    };
}
