using System.Collections.Concurrent;
using AWSense.Core.Jobs;
using AWSense.Core.Requests;

namespace AWSense.Verifying;

/// <summary>Proves a ledger: every accepted request has exactly one result or is still queued, and what is archived is what was accepted.</summary>
/// <remarks>
/// It only reads, and the service may run. What looks wrong may be a request that ended between two reads, so it is looked at again, twice,
/// before it counts.
/// </remarks>
internal sealed class LedgerCheck(LedgerScope scope, TimeProvider time)
{
    // Near its bound, the archive may have removed the oldest of what has ended.
    private const double NearlyFull = 0.9;
    private const int ReadsAtOnce = 16;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(2)];

    private readonly RequestCheck check = new(scope, time);
    private readonly LedgerTally tally = new();
    private readonly ParallelOptions parallel = new() { MaxDegreeOfParallelism = ReadsAtOnce };

    /// <summary>Reads all of it.</summary>
    /// <param name="progress">Told how many requests were looked at; null for nobody.</param>
    public static Task<LedgerReport> RunAsync(LedgerScope scope, IProgress<long>? progress, TimeProvider time, CancellationToken cancellationToken) =>
        new LedgerCheck(scope, time).RunAsync(progress, cancellationToken);

    private async Task<LedgerReport> RunAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        parallel.CancellationToken = cancellationToken;
        var began = time.GetTimestamp();
        var content = await ArchiveContent.ReadAsync(scope.Archive, cancellationToken);
        var keepsAll = content.Bytes < NearlyFull * scope.Retention.BytesMax;
        var (seen, suspects) = await LookAtRequestsAsync(keepsAll, progress, cancellationToken);
        var strays = new ConcurrentBag<RequestId>(content.Results.Where(id => !seen.Contains(id)));
        foreach (var pause in suspects.IsEmpty && strays.IsEmpty ? [] : Pauses)
        {
            await Task.Delay(pause, time, cancellationToken);
            suspects = await LookAgainAsync(suspects, keepsAll, cancellationToken);
        }

        foreach (var finding in suspects.SelectMany(entry => entry.Value).OrderBy(finding => finding.Id.ToString(), StringComparer.Ordinal))
        {
            tally.Add(finding);
        }

        await AddStraysAsync(strays, cancellationToken);
        await AddUnacceptedAsync(content.Pictures.Where(id => !seen.Contains(id)), cancellationToken);
        return tally.Summarize(scope.Name, content, time.GetElapsedTime(began));
    }

    private async Task<(HashSet<RequestId> Seen, ConcurrentDictionary<RequestId, IReadOnlyList<LedgerFinding>> Suspects)> LookAtRequestsAsync(
        bool keepsAll, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var (seen, suspects) = (new HashSet<RequestId>(), new ConcurrentDictionary<RequestId, IReadOnlyList<LedgerFinding>>());
        for (RequestId? before = null; await scope.Source.ListAsync(before, JobLimits.ListMax, cancellationToken) is { Count: > 0 } page; before = page[^1].Id)
        {
            await Parallel.ForEachAsync(page, parallel, async (job, token) =>
            {
                tally.Count(job);
                if (await check.LookAsync(job, keepsAll, tally, token) is { Count: > 0 } findings)
                {
                    suspects[job.Id] = findings;
                }
            });
            seen.UnionWith(page.Select(job => job.Id));
            progress?.Report(tally.Requests);
        }

        return (seen, suspects);
    }

    private async Task<ConcurrentDictionary<RequestId, IReadOnlyList<LedgerFinding>>> LookAgainAsync(
        ConcurrentDictionary<RequestId, IReadOnlyList<LedgerFinding>> suspects, bool keepsAll, CancellationToken cancellationToken)
    {
        var left = new ConcurrentDictionary<RequestId, IReadOnlyList<LedgerFinding>>();
        await Parallel.ForEachAsync(suspects.Keys, parallel, async (id, token) =>
        {
            // A record that is gone by now was removed with its age.
            if (await scope.Source.FindAsync(id, token) is { } job && await check.LookAsync(job, keepsAll, tally: null, token) is { Count: > 0 } findings)
            {
                left[id] = findings;
            }
        });
        return left;
    }

    private async Task AddStraysAsync(IEnumerable<RequestId> strays, CancellationToken cancellationToken)
    {
        foreach (var id in strays.OrderBy(id => id.ToString(), StringComparer.Ordinal))
        {
            if (await check.LookAtStrayAsync(id, cancellationToken) is { } finding)
            {
                tally.Add(finding);
            }
        }
    }

    private async Task AddUnacceptedAsync(IEnumerable<RequestId> pictures, CancellationToken cancellationToken)
    {
        foreach (var id in pictures)
        {
            if (await scope.Source.FindAsync(id, cancellationToken) is null)
            {
                tally.Add(new(LedgerKind.PictureUnaccepted, id, "The upload ended before its request was accepted."));
            }
        }
    }
}
