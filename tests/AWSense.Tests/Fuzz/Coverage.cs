using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace AWSense.Tests.Fuzz;

/// <summary>Which ways through our code were seen, if it is instrumented; <c>scripts/fuzz</c> does that to a copy. Else none are seen.</summary>
/// <remarks>
/// SharpFuzz counts in memory of ours each way from one branch to the next, as American Fuzzy Lop does: a byte for each, under a hash of the two.
/// What is counted is of the whole process, so only one input may be read at a time.
/// </remarks>
internal sealed unsafe class Coverage
{
    private const int Ways = 1 << 16;

    private readonly byte[] seen = new byte[Ways];

    /// <summary>How many ways were seen.</summary>
    public int Count { get; private set; }

    // Instrumented code writes there from its first method on, so before any of it runs.
    [ModuleInitializer]
    public static void Prepare() => Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(Ways);

    /// <summary>Forgets what was counted.</summary>
    public static void Begin()
    {
        new Span<byte>(Trace.SharedMem, Ways).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Adds what was counted since <see cref="Begin"/>.</summary>
    /// <returns>Whether some way is new, or was gone at least twice, four times, … as often as ever before.</returns>
    public bool Add()
    {
        var counts = new ReadOnlySpan<byte>(Trace.SharedMem, Ways);
        var isNew = false;
        for (var way = 0; counts[way..].IndexOfAnyExcept((byte)0) is >= 0 and var next; way++)
        {
            way += next;
            var power = (byte)(1 << BitOperations.Log2(counts[way]));
            Count += seen[way] == 0 ? 1 : 0;
            isNew |= (seen[way] & power) == 0;
            seen[way] |= power;
        }

        return isNew;
    }
}
