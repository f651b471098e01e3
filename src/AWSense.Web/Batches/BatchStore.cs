using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;

namespace AWSense.Web.Batches;

/// <summary>The small objects of batches. They lie in the archive, so batches need nothing of a backend that it doesn't have.</summary>
/// <remarks>
/// <para><c>batches/{id}</c> is what was asked for and how the upload ended; <c>batch-uploads/{id}</c> stands while the upload is open;
/// <c>batch-cancellations/{id}</c> stands once the batch is cancelled. An entry is a job like any other, under <see cref="RequestId.Entry"/>.</para>
/// <para>While an entry has its record and may lack its message, the upload's mark stands: it is made before the first record and removed
/// behind the last message. Who finds a silent mark sends what is missing (<see cref="BatchRecovery"/>).</para>
/// </remarks>
internal sealed class BatchStore(IObjectStore archive)
{
    public Task<BatchRecord?> FindAsync(RequestId id, CancellationToken cancellationToken) =>
        ReadAsync(new(ObjectKind.Batch, id), BatchJson.Default.BatchRecord, cancellationToken);

    public Task PutAsync(BatchRecord batch) => archive.PutAsync(
        new(ObjectKind.Batch, batch.Id),
        JsonSerializer.SerializeToUtf8Bytes(batch, BatchJson.Default.BatchRecord),
        Durability.PowerLoss,
        CancellationToken.None);

    public Task<UploadMark?> FindMarkAsync(RequestId id, CancellationToken cancellationToken) =>
        ReadAsync(new(ObjectKind.BatchUpload, id), BatchJson.Default.UploadMark, cancellationToken);

    /// <summary>Makes the mark of an upload.</summary>
    /// <returns>False when there is one.</returns>
    public Task<bool> TryMarkAsync(RequestId id, UploadMark mark) =>
        archive.TryCreateAsync(new(ObjectKind.BatchUpload, id), Bytes(mark), Durability.PowerLoss, CancellationToken.None);

    public Task PutMarkAsync(RequestId id, UploadMark mark, Durability durability) =>
        archive.PutAsync(new(ObjectKind.BatchUpload, id), Bytes(mark), durability, CancellationToken.None);

    public Task RemoveMarkAsync(RequestId id) => archive.DeleteAsync(new(ObjectKind.BatchUpload, id), CancellationToken.None);

    /// <summary>The batches whose upload is open, or was cut.</summary>
    public async Task<IReadOnlyList<RequestId>> MarkedAsync(CancellationToken cancellationToken) =>
        await archive.ListAsync(ObjectKind.BatchUpload, cancellationToken).Select(entry => entry.Key.Id).ToListAsync(cancellationToken);

    public Task CancelAsync(RequestId id) =>
        archive.TryCreateAsync(new(ObjectKind.BatchCancellation, id), default, Durability.PowerLoss, CancellationToken.None);

    public async Task<bool> IsCancelledAsync(RequestId id, CancellationToken cancellationToken)
    {
        using var mark = await archive.GetAsync(new(ObjectKind.BatchCancellation, id), cancellationToken);
        return mark is not null;
    }

    private static byte[] Bytes(UploadMark mark) => JsonSerializer.SerializeToUtf8Bytes(mark, BatchJson.Default.UploadMark);

    private async Task<T?> ReadAsync<T>(ObjectKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var content = await archive.GetAsync(key, cancellationToken);
        return content is null ? null : JsonSerializer.Deserialize(content.Memory.Span, type);
    }
}
