using AWSense.Core.Archive;
using AWSense.Core.Requests;

namespace AWSense.Verifying;

/// <summary>What the archive holds: 20 bytes a name, so that millions fit.</summary>
/// <param name="Pictures">Requests with a picture.</param>
/// <param name="Results">Requests with a result.</param>
/// <param name="Bytes">Size of both together.</param>
internal sealed record ArchiveContent(IReadOnlySet<RequestId> Pictures, IReadOnlySet<RequestId> Results, long Bytes)
{
    /// <summary>Lists it.</summary>
    public static async Task<ArchiveContent> ReadAsync(IObjectStore archive, CancellationToken cancellationToken)
    {
        var (pictures, pictureBytes) = await ReadAsync(archive, ObjectKind.Input, cancellationToken);
        var (results, resultBytes) = await ReadAsync(archive, ObjectKind.Result, cancellationToken);
        return new(pictures, results, pictureBytes + resultBytes);
    }

    private static async Task<(HashSet<RequestId> Ids, long Bytes)> ReadAsync(IObjectStore archive, ObjectKind kind, CancellationToken cancellationToken)
    {
        var (ids, bytes) = (new HashSet<RequestId>(), 0L);
        await foreach (var entry in archive.ListAsync(kind, cancellationToken))
        {
            ids.Add(entry.Key.Id);
            bytes += entry.Bytes;
        }

        return (ids, bytes);
    }
}
