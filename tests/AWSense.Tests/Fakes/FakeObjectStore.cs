using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AWSense.Core;
using AWSense.Core.Archive;

namespace AWSense.Tests.Fakes;

/// <summary>An archive in memory. It can be made full.</summary>
internal sealed class FakeObjectStore : IObjectStore
{
    private readonly ConcurrentDictionary<ObjectKey, byte[]> objects = new();
    private readonly ConcurrentDictionary<ObjectKey, bool> durable = new();

    /// <summary>While set, writing and probing fail with these words.</summary>
    public string? FullReason { get; set; }

    /// <summary>Called before an object is written.</summary>
    public Action<ObjectKey>? Writing { get; set; }

    /// <summary>Called before an object is read.</summary>
    public Action<ObjectKey>? Reading { get; set; }

    public IReadOnlyDictionary<ObjectKey, byte[]> Objects => objects;

    public bool IsDurable(ObjectKey key) => durable.ContainsKey(key);

    public async Task PutAsync(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability, CancellationToken cancellationToken)
    {
        await BeginWriteAsync(key, cancellationToken);
        objects[key] = content.ToArray();
        Promise(key, durability);
    }

    public async Task<bool> TryCreateAsync(ObjectKey key, ReadOnlyMemory<byte> content, Durability durability, CancellationToken cancellationToken)
    {
        await BeginWriteAsync(key, cancellationToken);
        if (!objects.TryAdd(key, content.ToArray()))
        {
            return false;
        }

        Promise(key, durability);
        return true;
    }

    public async Task<ObjectContent?> GetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        Reading?.Invoke(key);
        if (!objects.TryGetValue(key, out var bytes))
        {
            return null;
        }

        var content = ObjectContent.Rent(bytes.Length);
        bytes.CopyTo(content.Writable);
        return content;
    }

    public Task EnsureDurableAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        durable[key] = true;
        return Task.CompletedTask;
    }

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        objects.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    public Task ProbeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RefuseWhenFull();
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ObjectEntry> ListAsync(ObjectKind kind, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var (key, bytes) in objects.Where(entry => entry.Key.Kind == kind).OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new(key, bytes.Length);
        }
    }

    private async Task BeginWriteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        RefuseWhenFull();
        Writing?.Invoke(key);
    }

    private void Promise(ObjectKey key, Durability durability)
    {
        if (durability == Durability.PowerLoss)
        {
            durable[key] = true;
        }
    }

    private void RefuseWhenFull()
    {
        if (FullReason is { } reason)
        {
            throw new StorageFullException(reason);
        }
    }
}
