namespace AWSense.Vision.Resizing;

/// <summary>Keeps the latest tables of weights, since photos come in few sizes. Safe to share between threads.</summary>
/// <remarks>Each pair of lengths has one place and may push another pair out of it, so memory is bounded without a lock.</remarks>
internal sealed class ResizeAxisCache
{
    /// <summary>Places; a power of two. A table for a 328 px crop has 16 KB, the largest 0.5 MB.</summary>
    internal const int Capacity = 32;

    private readonly ResizeAxis?[] places = new ResizeAxis?[Capacity];

    internal ResizeAxis Get(int input, int output)
    {
        ref var place = ref places[((input * 31) + output) & (Capacity - 1)];
        var axis = Volatile.Read(ref place);
        if (axis is null || axis.Input != input || axis.Output != output)
        {
            axis = new ResizeAxis(input, output);
            Volatile.Write(ref place, axis);
        }

        return axis;
    }
}
