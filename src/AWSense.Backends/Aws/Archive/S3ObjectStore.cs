using System.Runtime.CompilerServices;
using AWSense.Core;
using AWSense.Core.Archive;

namespace AWSense.Backends.Aws.Archive;

/// <summary>The archive in a bucket, under the keys that <see cref="ObjectKey"/> makes. What S3 has taken survives any one machine; a lifecycle rule removes what is old.</summary>
internal sealed class S3ObjectStore(S3Objects objects) : IObjectStore
{
    public Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability, CancellationToken cancellationToken) =>
        objects.PutAsync(key.ToString(), content, cancellationToken);

    public Task<bool> TryCreateAsync(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability, CancellationToken cancellationToken) =>
        objects.TryPutAsync(key.ToString(), content, S3Objects.None, cancellationToken);

    public async Task<ObjectContent?> GetAsync(ObjectKey key, CancellationToken cancellationToken) =>
        (await objects.GetAsync(key.ToString(), cancellationToken))?.Content;

    public Task EnsureDurableAsync(ObjectKey key, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken) => objects.DeleteAsync(key.ToString(), cancellationToken);

    public Task ProbeAsync(CancellationToken cancellationToken) => objects.ProbeAsync(cancellationToken);

    public async IAsyncEnumerable<ObjectEntry> ListAsync(ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = $"{ObjectKey.PrefixOf(kind)}/";
        await foreach (var entry in objects.ListAsync(prefix, startAfter: null, cancellationToken))
        {
            if (ObjectKey.TryParse(kind, entry.Key[prefix.Length..], out var key))
            {
                yield return new(key, entry.Size ?? 0);
            }
        }
    }
}
