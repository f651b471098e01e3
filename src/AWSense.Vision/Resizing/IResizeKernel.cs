namespace AWSense.Vision.Resizing;

/// <summary>The inner loops of a resize for one kind of processor. All kinds give the same bytes.</summary>
internal interface IResizeKernel
{
    /// <summary>Bytes that <see cref="Horizontal"/> may read after a row's last, whatever is in them, and write after its last.</summary>
    const int Slack = 16;

    /// <summary>Resizes two rows of RGB pixels at once.</summary>
    /// <param name="upper">A row and <see cref="Slack"/> bytes.</param>
    /// <param name="lower">Another; may be the same.</param>
    /// <param name="upperOutput">Room for the resized row and <see cref="Slack"/> bytes.</param>
    /// <param name="lowerOutput">Room for the other; may be the same.</param>
    static abstract void Horizontal(
        ResizeAxis axis, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, Span<byte> upperOutput, Span<byte> lowerOutput);

    /// <summary>Makes one output row of the input rows that weigh in it.</summary>
    /// <param name="y">The output row's number.</param>
    /// <param name="rows">All input rows, each followed by at least <see cref="Slack"/> bytes.</param>
    /// <param name="stride">Bytes from one input row to the next.</param>
    /// <param name="output">The output row; all of it is written, and nothing else.</param>
    static abstract void Vertical(ResizeAxis axis, int y, ReadOnlySpan<byte> rows, int stride, Span<byte> output);
}
