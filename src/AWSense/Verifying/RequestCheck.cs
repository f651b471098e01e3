using System.Security.Cryptography;
using AWSense.Core.Archive;
using AWSense.Core.Jobs;
using AWSense.Core.Ledger;
using AWSense.Core.Limits;
using AWSense.Core.Requests;
using AWSense.Core.Results;

namespace AWSense.Verifying;

/// <summary>Looks at one request: its record against its result, its picture and the queue.</summary>
internal sealed class RequestCheck(LedgerScope scope, TimeProvider time)
{
    /// <summary>What is wrong with an accepted request as it stands now; several things may be.</summary>
    /// <param name="keepsAll">Whether nothing can have been removed by the archive's size.</param>
    public async Task<IReadOnlyList<LedgerFinding>> LookAsync(JobRecord job, bool keepsAll, LedgerTally? tally, CancellationToken cancellationToken)
    {
        var findings = new[]
        {
            await LookAtResultAsync(job, keepsAll, cancellationToken),
            await LookAtPictureAsync(job, keepsAll, tally, cancellationToken),
        };
        return [.. findings.OfType<LedgerFinding>()];
    }

    /// <summary>What a result shows that no record speaks of; null when there is a record by now, or no result any more.</summary>
    public async Task<LedgerFinding?> LookAtStrayAsync(RequestId id, CancellationToken cancellationToken)
    {
        if (await scope.Source.FindAsync(id, cancellationToken) is not null)
        {
            return null;
        }

        using var result = await scope.Archive.GetAsync(ObjectKey.Result(id), cancellationToken);
        if (result is null || time.GetUtcNow() - id.CreatedAt > scope.Retention.AgeMax)
        {
            return null; // it was removed, or is about to be, as its record was
        }

        using var picture = await scope.Archive.GetAsync(ObjectKey.Input(id), cancellationToken);
        var queueIsKnown = await scope.Source.IsQueuedAsync(id, cancellationToken) is not null;
        return picture is not null && !queueIsKnown
            ? new(LedgerKind.Unrecorded, id, "The result is right where clients look for it.")
            : new(LedgerKind.ResultWithoutRequest, id, "No request of that id was accepted.");
    }

    private async Task<LedgerFinding?> LookAtResultAsync(JobRecord job, bool keepsAll, CancellationToken cancellationToken)
    {
        using var content = await scope.Archive.GetAsync(ObjectKey.Result(job.Id), cancellationToken);
        if (content is null)
        {
            return job.State.IsFinal() ? Missing(job, LedgerKind.ResultMissing, keepsAll) : await LookAtOpenAsync(job, cancellationToken);
        }

        ClassificationResult result;
        try
        {
            result = ResultJson.DeserializeResult(content.Memory.Span);
        }
        catch (FormatException exception)
        {
            return new(LedgerKind.ResultUnreadable, job.Id, exception.Message);
        }

        return result.Id != job.Id ? new(LedgerKind.ResultForeign, job.Id, $"It names request {result.Id}.")
            : result.Image is { } image && image.Sha256 != job.Sha256 ? new(LedgerKind.ResultForeign, job.Id, $"It is of the picture with SHA-256 {image.Sha256}; accepted was {job.Sha256}.")
            : await LookAtStateAsync(job, result, cancellationToken);
    }

    // A worker that died behind archiving leaves its request queued: it is delivered again, and ends with the result that stands.
    private async Task<LedgerFinding?> LookAtStateAsync(JobRecord job, ClassificationResult result, CancellationToken cancellationToken) =>
        job.State == result.State && job.ErrorCode == result.Error?.Code ? null
        : job.State.IsFinal() ? Disagrees(job, result)
        : await scope.Source.IsQueuedAsync(job.Id, cancellationToken) is not false ? null
        : Disagrees(job, result);

    private static LedgerFinding Disagrees(JobRecord job, ClassificationResult result) => new(
        LedgerKind.StateDisagrees, job.Id, $"The record says {Words(job.State, job.ErrorCode)}, the result {Words(result.State, result.Error?.Code)}.");

    private static string Words(RequestState state, string? error) => error is null ? state.ToWireName() : $"{state.ToWireName()} ({error})";

    private async Task<LedgerFinding?> LookAtOpenAsync(JobRecord job, CancellationToken cancellationToken)
    {
        var deadline = job.AcceptedAt + scope.Limits.DeadlineOf(job.Lane);
        return await scope.Source.IsQueuedAsync(job.Id, cancellationToken) switch
        {
            true => null,
            false => new(LedgerKind.Lost, job.Id, $"{About(job)} Or the service died between its record and its message, before it answered the client."),
            null when time.GetUtcNow() < deadline + LimitOptions.OverdueGrace => null,
            null when job.StartedMarks > 0 => new(LedgerKind.Lost, job.Id, $"{About(job)} {job.StartedMarks} workers had begun it."),
            null => new(LedgerKind.NeverAcknowledged, job.Id, About(job)),
        };
    }

    private async Task<LedgerFinding?> LookAtPictureAsync(JobRecord job, bool keepsAll, LedgerTally? tally, CancellationToken cancellationToken)
    {
        if (job.Bytes == 0)
        {
            return null; // refused as it was read, and so never archived
        }

        using var content = await scope.Archive.GetAsync(ObjectKey.Input(job.Id), cancellationToken);
        if (content is null)
        {
            return Missing(job, LedgerKind.PictureMissing, keepsAll);
        }

        tally?.CountHashed();
        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Memory.Span));
        return content.Memory.Length == job.Bytes && hash == job.Sha256
            ? null
            : new(LedgerKind.PictureDamaged, job.Id, $"It has {content.Memory.Length} bytes and SHA-256 {hash}; accepted were {job.Bytes} bytes, {job.Sha256}.");
    }

    private LedgerFinding Missing(JobRecord job, LedgerKind kind, bool keepsAll)
    {
        var mayBeRemoved = job.State.IsFinal() && (!keepsAll || time.GetUtcNow() - job.Id.CreatedAt > scope.Retention.AgeMax);
        return new(mayBeRemoved ? LedgerKind.GivenUp : kind, job.Id, About(job));
    }

    private static string About(JobRecord job) => FormattableString.Invariant(
        $"Accepted {job.AcceptedAt:yyyy-MM-dd HH:mm:ss} UTC, {job.FileName ?? "without a name"}, {Words(job.State, job.ErrorCode)}.");
}

/// <summary>What is verified, and by which limits.</summary>
/// <param name="Name">As people know it: a data folder, or a bucket.</param>
/// <param name="Source">The records and the queue.</param>
/// <param name="Archive">The pictures and results.</param>
/// <param name="Limits">The service's deadlines.</param>
/// <param name="Retention">How long the archive keeps what it has.</param>
internal sealed record LedgerScope(string Name, ILedgerSource Source, IObjectStore Archive, LimitOptions Limits, RetentionOptions Retention);
