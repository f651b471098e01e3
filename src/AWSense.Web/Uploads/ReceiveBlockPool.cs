using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace AWSense.Web.Uploads;

/// <summary>The memory that the server's connections receive into. Thread-safe.</summary>
/// <remarks>
/// The server asks for 4 KiB at a time, and a picture of 64 KiB then takes sixteen system calls, each with a turn of the pipe behind it.
/// These blocks are larger than what is asked for, which the pipe makes use of. A connection that is idle holds none; one that is in the
/// middle of something holds one each way, so all that the server allows hold some hundred megabytes at the worst.
/// </remarks>
internal sealed class ReceiveBlockPool : MemoryPool<byte>
{
    private const int BlockBytes = 16 * 1024;
    private const int IdleMax = 256;

    // The newest is used again first: the processor's caches still have it.
    private readonly Stack<Block> idle = new();
    private readonly Lock gate = new();

    public override int MaxBufferSize => BlockBytes;

    /// <summary>A block of 16 KiB, whatever fewer bytes are asked for.</summary>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockBytes);
        var block = Take() ?? new Block(this);
        block.Rented();
        return block;
    }

    protected override void Dispose(bool disposing)
    {
        lock (gate)
        {
            idle.Clear();
        }
    }

    private Block? Take()
    {
        lock (gate)
        {
            return idle.TryPop(out var block) ? block : null;
        }
    }

    private void Return(Block block)
    {
        lock (gate)
        {
            if (idle.Count < IdleMax)
            {
                idle.Push(block);
            }
        }
    }

    /// <summary>Gives every server its pool.</summary>
    internal sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new ReceiveBlockPool();
    }

    private sealed class Block(ReceiveBlockPool pool) : IMemoryOwner<byte>
    {
        private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(BlockBytes, pinned: true);
        private int rented;

        public Memory<byte> Memory => bytes;

        public void Rented() => Volatile.Write(ref rented, 1);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref rented, 0) == 1)
            {
                pool.Return(this);
            }
        }
    }
}
