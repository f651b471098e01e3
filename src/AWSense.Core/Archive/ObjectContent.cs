using System.Buffers;

namespace AWSense.Core.Archive;

/// <summary>The bytes of an object, in rented memory that goes back on dispose.</summary>
public sealed class ObjectContent : IDisposable
{
    private readonly int length;
    private byte[]? rented;

    private ObjectContent(byte[] rented, int length)
    {
        this.rented = rented;
        this.length = length;
    }

    /// <summary>The bytes, until dispose.</summary>
    public ReadOnlyMemory<byte> Memory => Writable;

    /// <summary>The same bytes, for the store that fills them.</summary>
    public Memory<byte> Writable => rented is { } array ? array.AsMemory(0, length) : throw new ObjectDisposedException(nameof(ObjectContent));

    /// <summary>Rents room for an object of that size.</summary>
    public static ObjectContent Rent(int length) => new(ArrayPool<byte>.Shared.Rent(Math.Max(1, length)), length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref rented, null) is { } array)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
