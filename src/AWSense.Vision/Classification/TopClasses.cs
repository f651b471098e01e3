namespace AWSense.Vision.Classification;

/// <summary>Finds the best of many classes in one pass, without sorting them all.</summary>
internal static class TopClasses
{
    /// <param name="scores">Finite numbers.</param>
    /// <param name="best">Takes the indices of the best, best first; at most as long as there are scores. Of equal scores the lower index is better.</param>
    internal static void Find(ReadOnlySpan<float> scores, Span<int> best)
    {
        var count = 0;
        for (var index = 0; index < scores.Length; index++)
        {
            var isFull = count == best.Length;
            if (isFull && (count == 0 || scores[index] <= scores[best[^1]]))
            {
                continue;
            }

            var at = isFull ? count - 1 : count++;
            for (; at > 0 && scores[best[at - 1]] < scores[index]; at--)
            {
                best[at] = best[at - 1];
            }

            best[at] = index;
        }
    }
}
