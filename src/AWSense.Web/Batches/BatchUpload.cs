using AWSense.Web.Problems;

namespace AWSense.Web.Batches;

/// <summary>One open upload: reads files and takes them in, some at a time, while the next ones are read.</summary>
internal sealed class BatchUpload(BatchRecord batch, BatchAcceptance acceptance, int entriesMax)
{
    private const int ChunkEntries = 32;
    private const int ChunkBytes = 4 * 1024 * 1024;
    private const int SideBySide = 8;

    private readonly List<(int Number, BatchEntry Entry)> chunk = new(ChunkEntries);
    private int read;
    private int sent;

    /// <summary>All entries up to this one have their message; may be read from any thread.</summary>
    public int Sent => Volatile.Read(ref sent);

    /// <summary>The files that were read.</summary>
    public BatchDigest Digest { get; private set; } = BatchDigest.OfNothing;

    public static ArchiveException Empty() => new(ProblemKinds.Malformed, "The upload has no file.");

    /// <summary>Takes in all files of a source. When it fails, the files that were read before are taken in all the same.</summary>
    /// <param name="sentBefore">Entries up to this number had their message before this upload.</param>
    public async Task ReadAsync(IBatchSource source, int sentBefore, CancellationToken cancellationToken)
    {
        var accepting = Task.CompletedTask;
        try
        {
            while (await NextAsync(source, cancellationToken) is { } entry)
            {
                chunk.Add((++read, entry));
                Digest = Digest.With(entry);
                if (chunk.Count == ChunkEntries || chunk.Sum(held => held.Entry.Picture?.Bytes.Length ?? 0) >= ChunkBytes)
                {
                    await accepting;
                    accepting = AcceptAsync([.. chunk], sentBefore);
                    chunk.Clear();
                }
            }
        }
        finally
        {
            await AcceptRestAsync(accepting, sentBefore);
        }
    }

    /// <summary>Takes in what was read last. Behind a gap nothing is: whoever resumes relies on all before.</summary>
    private async Task AcceptRestAsync(Task accepting, int sentBefore)
    {
        try
        {
            await accepting;
        }
        catch
        {
            chunk.ForEach(held => held.Entry.Dispose());
            throw;
        }

        await AcceptAsync([.. chunk], sentBefore);
    }

    private async Task<BatchEntry?> NextAsync(IBatchSource source, CancellationToken cancellationToken)
    {
        var entry = await source.NextAsync(cancellationToken);
        if (entry is null && read == 0)
        {
            throw Empty();
        }

        if (entry is null || read < entriesMax)
        {
            return entry;
        }

        entry.Dispose();
        throw new ArchiveException(ProblemKinds.TooManyEntries, $"A batch may have at most {entriesMax:N0} pictures; send the others in another one.");
    }

    private async Task AcceptAsync(IReadOnlyList<(int Number, BatchEntry Entry)> entries, int sentBefore)
    {
        try
        {
            await Parallel.ForEachAsync(entries, new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (held, _) =>
                await acceptance.AcceptAsync(batch, held.Number, sentBefore, held.Entry));
            await acceptance.EnsureDurableAsync();
            Volatile.Write(ref sent, Math.Max(sent, entries.Count > 0 ? entries[^1].Number : 0));
        }
        finally
        {
            foreach (var (_, entry) in entries)
            {
                entry.Dispose();
            }
        }
    }
}
