using System.Text.Json;
using AWSense.Core;
using AWSense.Core.Archive;
using AWSense.Core.Requests;

namespace AWSense.Web.Webhooks;

/// <summary>The deliveries that are owed and those that were given up, as small objects in the archive, so that every backend keeps them.</summary>
/// <remarks>One that is owed stands from before its job's message is sent until a receiver has taken it. Who dies in between leaves it to others.</remarks>
internal sealed class WebhookStore(IObjectStore archive)
{
    /// <summary>Writes down that a delivery is owed; it survives a power cut.</summary>
    /// <returns>Null when it was new, else what stands.</returns>
    public async Task<WebhookRecord?> TryCreateAsync(WebhookRecord record) =>
        await archive.TryCreateAsync(Owed(record.Id), Bytes(record), Durability.PowerLoss, CancellationToken.None)
            ? null
            : await FindAsync(record.Id, CancellationToken.None);

    public Task<WebhookRecord?> FindAsync(RequestId id, CancellationToken cancellationToken) => ReadAsync(Owed(id), cancellationToken);

    public Task PutAsync(WebhookRecord record) => archive.PutAsync(Owed(record.Id), Bytes(record), Durability.PowerLoss, CancellationToken.None);

    public Task RemoveAsync(RequestId id) => archive.DeleteAsync(Owed(id), CancellationToken.None);

    /// <summary>Gives a delivery up. Who dies between the two steps tries it once more.</summary>
    public async Task GiveUpAsync(WebhookRecord record)
    {
        await archive.PutAsync(new(ObjectKind.WebhookDeadLetter, record.Id), Bytes(record), Durability.PowerLoss, CancellationToken.None);
        await RemoveAsync(record.Id);
    }

    /// <summary>The ids of all that is owed, oldest first.</summary>
    public async Task<IReadOnlyList<RequestId>> OwedAsync(CancellationToken cancellationToken) =>
        await archive.ListAsync(ObjectKind.Webhook, cancellationToken).Select(entry => entry.Key.Id).ToListAsync(cancellationToken);

    /// <summary>What was given up, oldest first.</summary>
    public async Task<IReadOnlyList<WebhookRecord>> DeadLettersAsync(int max, CancellationToken cancellationToken)
    {
        var found = new List<WebhookRecord>();
        await foreach (var entry in archive.ListAsync(ObjectKind.WebhookDeadLetter, cancellationToken).Take(max))
        {
            if (await ReadAsync(entry.Key, cancellationToken) is { } record)
            {
                found.Add(record with { Owner = null });
            }
        }

        return found;
    }

    private static ObjectKey Owed(RequestId id) => new(ObjectKind.Webhook, id);

    private static byte[] Bytes(WebhookRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, WebJson.Default.WebhookRecord);

    private async Task<WebhookRecord?> ReadAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        using var content = await archive.GetAsync(key, cancellationToken);
        return content is null ? null : JsonSerializer.Deserialize(content.Memory.Span, WebJson.Default.WebhookRecord);
    }
}
