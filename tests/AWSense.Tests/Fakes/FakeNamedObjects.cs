using System.Collections.Concurrent;
using AWSense.Core.Archive;

namespace AWSense.Tests.Fakes;

/// <summary>Named objects in memory. They can be made to fail.</summary>
internal sealed class FakeNamedObjects : INamedObjects
{
    private readonly ConcurrentDictionary<(NamedKind Kind, string Name), byte[]> objects = new();

    /// <summary>While true, every call fails.</summary>
    public bool Broken { get; set; }

    public IReadOnlyDictionary<(NamedKind Kind, string Name), byte[]> Objects => objects;

    public async Task PutAsync(NamedKind kind, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        objects[(kind, name)] = content.ToArray();
    }

    public async Task<byte[]?> GetAsync(NamedKind kind, string name, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        return objects.GetValueOrDefault((kind, name));
    }

    public async Task DeleteAsync(NamedKind kind, string name, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        objects.TryRemove((kind, name), out _);
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        if (Broken)
        {
            throw new IOException("As the script says.");
        }
    }
}
