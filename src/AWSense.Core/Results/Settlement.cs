using AWSense.Core.Archive;
using AWSense.Core.Jobs;

namespace AWSense.Core.Results;

/// <summary>Makes an outcome the one that stands. All who end a request go through here: workers, cancelling clients, sweepers.</summary>
/// <remarks>The conditional create of <c>results/{id}</c> is the only arbiter; who loses it reads the winner's result and agrees.</remarks>
public sealed class Settlement(IObjectStore archive, IJobStore jobs)
{
    /// <summary>Archives the outcome, unless the request has one, and records the one that stands with the job.</summary>
    /// <returns>The outcome that stands, which is another's when it came first. Calling it again changes nothing.</returns>
    public async Task<ClassificationResult> SettleAsync(ClassificationResult outcome, CancellationToken cancellationToken)
    {
        var standing = await ArchiveAsync(outcome, cancellationToken);
        await RecordAsync(standing, cancellationToken);
        return standing;
    }

    /// <summary>The first half of <see cref="SettleAsync"/>: who has called it may answer the client, and must go on to record.</summary>
    public async Task<ClassificationResult> ArchiveAsync(ClassificationResult outcome, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Result(outcome.Id);
        var created = await archive.TryCreateAsync(key, ResultJson.Serialize(outcome), Durability.Process, cancellationToken);
        return created ? outcome : await FindAsync(outcome.Id, cancellationToken) ?? outcome;
    }

    /// <summary>The second half of <see cref="SettleAsync"/>: the job's record follows the archive.</summary>
    public Task RecordAsync(ClassificationResult standing, CancellationToken cancellationToken) =>
        jobs.FinishAsync(JobCompletion.Of(standing), cancellationToken);

    /// <summary>The archived outcome of a request, or null when it has none (yet, or no longer).</summary>
    public async Task<ClassificationResult?> FindAsync(Requests.RequestId id, CancellationToken cancellationToken)
    {
        using var content = await archive.GetAsync(ObjectKey.Result(id), cancellationToken);
        return content is null ? null : ResultJson.DeserializeResult(content.Memory.Span);
    }
}
