namespace AWSense.Core.Archive;

/// <summary>The archive: every picture and every outcome, written whole or not at all.</summary>
public interface IObjectStore
{
    /// <summary>Writes an object, in place of one with that key.</summary>
    /// <exception cref="StorageFullException">There is too little room; nothing was written.</exception>
    Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability, CancellationToken cancellationToken);

    /// <summary>Writes an object unless there is one with that key; of several at once exactly one writes.</summary>
    /// <returns>False when there is one, which is left as it was.</returns>
    /// <exception cref="StorageFullException">There is too little room; nothing was written.</exception>
    Task<bool> TryCreateAsync(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability, CancellationToken cancellationToken);

    /// <summary>Reads an object; null when there is none.</summary>
    Task<ObjectContent?> GetAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Makes an object that was written survive a power cut. One that is gone is no error.</summary>
    Task EnsureDurableAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Removes an object. One that is gone is no error.</summary>
    Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Checks that objects can be written now.</summary>
    /// <exception cref="StorageFullException">They can't; it says why.</exception>
    Task ProbeAsync(CancellationToken cancellationToken);

    /// <summary>All objects of a kind, oldest first; those that a hash names, by name.</summary>
    IAsyncEnumerable<ObjectEntry> ListAsync(ObjectKind kind, CancellationToken cancellationToken);
}

/// <summary>An object in a listing.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Bytes">Its size.</param>
public sealed record ObjectEntry(ObjectKey Key, long Bytes);

/// <summary>Too little room on the archive's disk.</summary>
public sealed class StorageFullException(string message) : Exception(message);
